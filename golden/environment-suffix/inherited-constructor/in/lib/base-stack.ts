import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface BaseArgs {
  readonly environmentSuffix?: string;
}

export abstract class BaseStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args?: BaseArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tickets:index:BaseStack', name, {}, opts);
    const suffix = args?.environmentSuffix ?? 'qa';

    const queue = new aws.sqs.Queue(
      `log-${name}-${suffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
