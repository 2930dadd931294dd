import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface RelayStackArgs {
  environmentSuffix?: string;
  sender: string;
}

export class RelayStack extends pulumi.ComponentResource {
  public readonly bounceQueueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: RelayStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('mail:index:RelayStack', name, args, opts);

    const suffix = args.environmentSuffix || 'qa';

    const identity = new aws.ses.EmailIdentity(
      `relay-sender-${suffix}`,
      { email: args.sender },
      { parent: this }
    );

    const bounces = new aws.sqs.Queue(
      `relay-bounces-${suffix}`,
      { messageRetentionSeconds: 1209600 },
      { parent: this }
    );

    const topic = new aws.sns.Topic(
      `relay-bounces-${suffix}`,
      { displayName: 'Bounces' },
      { parent: this }
    );

    new aws.ses.IdentityNotificationTopic(
      `relay-bounces-${suffix}`,
      {
        identity: identity.arn,
        notificationType: 'Bounce',
        topicArn: topic.arn,
      },
      { parent: this }
    );

    new aws.sns.TopicSubscription(
      `relay-bounces-${suffix}`,
      { topic: topic.arn, protocol: 'sqs', endpoint: bounces.arn },
      { parent: this }
    );

    this.bounceQueueUrl = bounces.url;
    this.registerOutputs({ bounceQueueUrl: this.bounceQueueUrl });
  }
}
