import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class StationStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    environmentSuffix = 'dev',
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('weather:index:StationStack', name, {}, opts);

    const queue = new aws.sqs.Queue(
      `readings-${name}-${environmentSuffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
