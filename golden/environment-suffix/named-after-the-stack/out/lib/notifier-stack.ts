import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface NotifierStackArgs {
  environmentSuffix?: string;
  subscribers?: string[];
}

export class NotifierStack extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly apiUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: NotifierStackArgs = {},
    opts: pulumi.ComponentResourceOptions = {}
  ) {
    super('notifier:index:NotifierStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || pulumi.getStack();
    const resourceName = (part: string) =>
      `${name}-${part}-${environmentSuffix}`;

    const topic = new aws.sns.Topic(
      resourceName('topic'),
      { displayName: 'Notices' },
      { parent: this }
    );

    (args.subscribers ?? []).forEach((endpoint, i) => {
      new aws.sns.TopicSubscription(
        resourceName(`mail-${i}`),
        { topic: topic.arn, protocol: 'email', endpoint },
        { parent: this }
      );
    });

    const api = new aws.apigatewayv2.Api(
      resourceName('api'),
      { protocolType: 'HTTP' },
      { parent: this }
    );

    const stage = new aws.apigatewayv2.Stage(
      resourceName('stage'),
      { apiId: api.id, name: '$default', autoDeploy: true },
      { parent: this }
    );

    this.topicArn = topic.arn;
    this.apiUrl = stage.invokeUrl;
    this.registerOutputs({ topicArn: this.topicArn, apiUrl: this.apiUrl });
  }
}
