import * as aws from '@pulumi/aws';
import { Instance } from '@pulumi/aws/ec2';
import * as pulumi from '@pulumi/pulumi';

export class Servers extends pulumi.ComponentResource {
  readonly instance: Instance;

  constructor(
    name: string,
    subnetId: pulumi.Input<string>,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('shop:web:Servers', name, {}, opts);

    const defaultOpts = { parent: this };
    const instanceRole = new aws.iam.Role(
      `${name}-instance-role`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      defaultOpts
    );

    new aws.iam.RolePolicyAttachment(
      `${name}-instance-ssm`,
      {
        role: instanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      defaultOpts
    );

    const instanceProfile = new aws.iam.InstanceProfile(
      `${name}-instance-profile`,
      {
        role: instanceRole.name,
      },
      defaultOpts
    );

    const instanceArgs: aws.ec2.InstanceArgs = {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      iamInstanceProfile: instanceProfile.name,
    };
    instanceArgs.subnetId = subnetId;

    this.instance = new Instance(
      `${name}-server`,
      instanceArgs,
      pulumi.mergeOptions(defaultOpts, { ignoreChanges: ['ami'] })
    );

    this.registerOutputs();
  }
}
