import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface BackendArgs {
  vpcId: pulumi.Input<string>;
  frontend: pulumi.Input<string>;
}

export class Backend extends pulumi.ComponentResource {
  public readonly groupId: pulumi.Output<string>;

  constructor(name: string, args: BackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super('acme:app:Backend', name, args, opts);

    const group = new aws.ec2.SecurityGroup(
      `${name}-sg`,
      {
        vpcId: args.vpcId,
        ingress: [{ protocol: 'tcp', fromPort: 8080, toPort: 8080, securityGroups: [args.frontend] }],
      },
      { parent: this },
    );

    this.groupId = group.id;
    this.registerOutputs({ groupId: this.groupId });
  }
}
