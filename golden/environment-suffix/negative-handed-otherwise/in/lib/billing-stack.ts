import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class BillingStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: { environmentSuffix?: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('orders:index:BillingStack', name, args, opts);

    const queue = new aws.sqs.Queue(
      `billing-${args.environmentSuffix || 'dev'}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
