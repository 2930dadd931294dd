import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class BusStack extends pulumi.ComponentResource {
  public readonly busName: pulumi.Output<string>;
  public readonly busArn: pulumi.Output<string>;
  public readonly deadLetterUrl: pulumi.Output<string>;
  /** As it was handed in */
  public readonly environmentSuffix: string;

  constructor(
    name: string,
    args: { environmentSuffix: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('events:index:BusStack', name, args, opts);
    this.environmentSuffix = args.environmentSuffix;

    const deadLetters = new aws.sqs.Queue(
      `events-dlq-${args.environmentSuffix}`,
      { messageRetentionSeconds: 1209600 },
      { parent: this }
    );

    const bus = new aws.cloudwatch.EventBus(
      `events-${args.environmentSuffix}`,
      { deadLetterConfig: { arn: deadLetters.arn } },
      { parent: this }
    );

    this.busName = bus.name;
    this.busArn = bus.arn;
    this.deadLetterUrl = deadLetters.url;
    this.registerOutputs({ busName: this.busName });
  }
}
