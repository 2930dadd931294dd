import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Ledger } from './ledger';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;
  public readonly ledgerTableName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};

    const deadLetters = new aws.sqs.Queue(
      `payment-dlq-${environmentSuffix}`,
      { messageRetentionSeconds: 1209600, tags },
      { parent: this }
    );

    const queue = new aws.sqs.Queue(
      `payment-queue-${environmentSuffix}`,
      {
        visibilityTimeoutSeconds: 90,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: deadLetters.arn,
          maxReceiveCount: 5,
        }),
        tags,
      },
      { parent: this }
    );

    const ledger = new Ledger(
      'ledger',
      { environmentSuffix, tags },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.ledgerTableName = ledger.tableName;

    this.registerOutputs({
      queueUrl: this.queueUrl,
      ledgerTableName: this.ledgerTableName,
    });
  }
}
