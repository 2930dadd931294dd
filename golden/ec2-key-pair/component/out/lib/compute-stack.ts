import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface ComputeStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
  instanceProfileName: pulumi.Input<string>;
}

export class ComputeStack extends pulumi.ComponentResource {
  public readonly bastion: aws.ec2.Instance;

  constructor(name: string, args: ComputeStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tap:stack:ComputeStack', name, args, opts);

    const { environmentSuffix, subnetIds } = args;

    this.bastion = new aws.ec2.Instance(
      `bastion-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: subnetIds[0],
        iamInstanceProfile: args.instanceProfileName,
        tags: { Name: `bastion-${environmentSuffix}` },
      },
      { parent: this },
    );

    this.registerOutputs({ bastionId: this.bastion.id });
  }
}
