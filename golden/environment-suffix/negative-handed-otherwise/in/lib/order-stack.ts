import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class OrderStack extends pulumi.ComponentResource {
  public readonly tableName: pulumi.Output<string>;

  constructor(
    name: string,
    args: { environmentSuffix?: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('orders:index:OrderStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const table = new aws.dynamodb.Table(
      `orders-${environmentSuffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'id',
        attributes: [{ name: 'id', type: 'S' }],
      },
      { parent: this }
    );

    this.tableName = table.name;
    this.registerOutputs({ tableName: this.tableName });
  }
}
