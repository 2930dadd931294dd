import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

// Where parcels are labelled
const environmentSuffix = 'live';

export class LabelStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('shipping:index:LabelStack', name, {}, opts);

    const queue = new aws.sqs.Queue(
      `labels-${name}-${environmentSuffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
