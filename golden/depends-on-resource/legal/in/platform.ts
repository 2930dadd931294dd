import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Platform extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  private readonly parts: pulumi.Resource[] = [];

  constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super('orders:index:Platform', name, {}, opts);
    this.role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'lambda.amazonaws.com',
        }),
      },
      { parent: this, dependsOn: opts.dependsOn }
    );
    this.parts.push(this.role);
  }

  async tableReady(): Promise<aws.dynamodb.Table> {
    return aws.dynamodb.Table.get('orders', 'orders');
  }

  everything(extra: pulumi.Input<pulumi.Resource>[] = []) {
    return [...this.parts, ...extra];
  }
}
