import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class AlertStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;
  public readonly topicArn: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('alerts:index:AlertStack', name, {}, opts);

    const queue = new aws.sqs.Queue(
      `alerts-${name}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    const topic = new aws.sns.Topic(
      `alerts-${name}`,
      { displayName: 'Alerts' },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.topicArn = topic.arn;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
