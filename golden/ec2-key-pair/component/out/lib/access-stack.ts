import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AccessStackArgs {
  environmentSuffix: string;
}

export class AccessStack extends pulumi.ComponentResource {
  public readonly instanceProfile: aws.iam.InstanceProfile;

  constructor(name: string, args: AccessStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tap:stack:AccessStack', name, args, opts);

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

    this.registerOutputs({ instanceProfile: this.instanceProfile });
  }
}
