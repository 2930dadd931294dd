import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface SurveyStackArgs {
  suffix?: string;
  delaySeconds: number;
}

export class SurveyStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    { delaySeconds, suffix = 'dev' }: SurveyStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('surveys:index:SurveyStack', name, {}, opts);

    const queue = new aws.sqs.Queue(
      `answers-${suffix}`,
      { delaySeconds },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
