import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface FrontendArgs {
  vpcId: pulumi.Input<string>;
  backend: pulumi.Input<string>;
}

export class Frontend extends pulumi.ComponentResource {
  public readonly groupId: pulumi.Output<string>;

  constructor(name: string, args: FrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super('acme:app:Frontend', name, args, opts);

    const group = new aws.ec2.SecurityGroup(
      `${name}-sg`,
      {
        vpcId: args.vpcId,
        egress: [{ protocol: 'tcp', fromPort: 8080, toPort: 8080, securityGroups: [args.backend] }],
      },
      { parent: this },
    );

    this.groupId = group.id;
    this.registerOutputs({ groupId: this.groupId });
  }
}
