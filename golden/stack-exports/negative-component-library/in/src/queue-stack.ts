import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface QueueStackArgs {
  fifo?: boolean;
  maxReceiveCount?: number;
}

export class QueueStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;
  public readonly queueArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: QueueStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:queues:QueueStack', name, args, opts);

    const deadLetters = new aws.sqs.Queue(
      `${name}-dlq`,
      { fifoQueue: args.fifo, messageRetentionSeconds: 1209600 },
      { parent: this }
    );

    const queue = new aws.sqs.Queue(
      name,
      {
        fifoQueue: args.fifo,
        contentBasedDeduplication: args.fifo,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: deadLetters.arn,
          maxReceiveCount: args.maxReceiveCount ?? 5,
        }),
      },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.registerOutputs({ queueUrl: this.queueUrl, queueArn: this.queueArn });
  }
}
