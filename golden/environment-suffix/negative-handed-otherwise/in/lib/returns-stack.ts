import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

export class ReturnsStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('orders:index:ReturnsStack', name, {}, opts);

    const queue = new aws.sqs.Queue(
      `returns-${environmentSuffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
