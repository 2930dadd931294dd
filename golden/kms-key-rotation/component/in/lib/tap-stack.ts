import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly databaseKeyArn: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};
    const region = aws.getRegionOutput({}, { parent: this });
    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    // Key of the database
    const databaseKey = new aws.kms.Key(
      `payment-db-key-${environmentSuffix}`,
      {
        description: `Database encryption for ${environmentSuffix}`,
        deletionWindowInDays: 10, // as short as the auditors allow
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `payment-db-key-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    new aws.kms.Alias(
      `payment-db-key-alias-${environmentSuffix}`,
      {
        name: `alias/payment-db-${environmentSuffix}`,
        targetKeyId: databaseKey.id,
      },
      { parent: this }
    );

    // Key of the logs
    const logsKey = new aws.kms.Key(
      `payment-logs-key-${environmentSuffix}`,
      {
        description: `Log encryption for ${environmentSuffix}`,
        enableKeyRotation: false, // TODO: ask security
        policy: pulumi
          .all([identity.accountId, region.id])
          .apply(([account, id]) =>
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Root',
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${account}:root` },
                  Action: 'kms:*',
                  Resource: '*',
                },
                {
                  Sid: 'Allow CloudWatch Logs',
                  Effect: 'Allow',
                  Principal: { Service: `logs.${id}.amazonaws.com` },
                  Action: [
                    'kms:Encrypt*',
                    'kms:Decrypt*',
                    'kms:GenerateDataKey*',
                  ],
                  Resource: '*',
                },
              ],
            })
          ),
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `payment-logs-${environmentSuffix}`,
      { retentionInDays: 365, kmsKeyId: logsKey.arn },
      { parent: this }
    );

    const queueKey = new aws.kms.Key(
      `payment-queue-key-${environmentSuffix}`,
      { description: 'Queue encryption' },
      { parent: this }
    );

    new aws.sqs.Queue(
      `payments-${environmentSuffix}`,
      { kmsMasterKeyId: queueKey.id },
      { parent: this }
    );

    this.databaseKeyArn = databaseKey.arn;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      databaseKeyArn: this.databaseKeyArn,
      logGroupName: this.logGroupName,
    });
  }
}
