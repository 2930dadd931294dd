import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class WebStack extends pulumi.ComponentResource {
  public readonly logGroup: pulumi.Output<string>;

  constructor(name: string, args: { environmentSuffix: string }) {
    super('web:stack:WebStack', name, args);

    const logsKey = new aws.kms.Key(
      `web-logs-${args.environmentSuffix}`,
      {
        description: 'Encrypts the logs of the web tier',
        enableKeyRotation: true,
        tags: { Name: `web-logs-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `web-${args.environmentSuffix}`,
      { retentionInDays: 30, kmsKeyId: logsKey.arn },
      { parent: this }
    );

    this.logGroup = logGroup.name;
    this.registerOutputs({ logGroup: this.logGroup });
  }
}
