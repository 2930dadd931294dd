import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Identity extends pulumi.ComponentResource {
  public readonly role: aws.iam.Role;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('thumbs:index:Identity', name, {}, opts);

    this.role = new aws.iam.Role(
      `${name}-worker`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'ecs-tasks.amazonaws.com',
        }),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `${name}-worker`,
      {
        role: this.role.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this }
    );
  }
}
