import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface LedgerArgs {
  environmentSuffix: string;
  tags: pulumi.Input<{ [key: string]: string }>;
}

export class Ledger extends pulumi.ComponentResource {
  public readonly tableName: pulumi.Output<string>;

  constructor(
    name: string,
    args: LedgerArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:data:Ledger', name, args, opts);

    const table = new aws.dynamodb.Table(
      `payment-ledger-${args.environmentSuffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'paymentId',
        attributes: [{ name: 'paymentId', type: 'S' }],
        pointInTimeRecovery: { enabled: true },
        tags: args.tags,
      },
      { parent: this }
    );

    this.tableName = table.name;
    this.registerOutputs({ tableName: this.tableName });
  }
}
