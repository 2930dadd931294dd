import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AccessStackArgs {
  environmentSuffix: string;
  publicKey: pulumi.Input<string>;
}

export class AccessStack extends pulumi.ComponentResource {
  public readonly keyPair: aws.ec2.KeyPair;
  public readonly instanceProfile: aws.iam.InstanceProfile;

  constructor(name: string, args: AccessStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tap:stack:AccessStack', name, args, opts);

    // Key pair
    this.keyPair = new aws.ec2.KeyPair(
      `tap-key-${args.environmentSuffix}`,
      { publicKey: args.publicKey },
      { parent: this },
    );

    // Role
    const role = new aws.iam.Role(
      `tap-role-${args.environmentSuffix}`,
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
      { parent: this },
    );

    this.instanceProfile = new aws.iam.InstanceProfile(
      `tap-profile-${args.environmentSuffix}`,
      { role: role.name },
      { parent: this },
    );

    this.registerOutputs({ keyPair: this.keyPair, instanceProfile: this.instanceProfile });
  }
}
