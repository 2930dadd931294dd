import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

/** Payment processing: keys, logs and the queue that the workers read. */
export class TapStack extends pulumi.ComponentResource {
  public readonly logGroupName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const { environmentSuffix } = args;
    const tags = args.tags || {};
    const identity = aws.getCallerIdentityOutput({}, { parent: this });
    const region = aws.getRegionOutput({}, { parent: this });

    const workerRole = new aws.iam.Role(
      `payment-worker-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    // One key for everything that handles cardholder data.
    const kmsKey = new aws.kms.Key(
      `payment-key-${environmentSuffix}`,
      {
        description: 'Encrypts payment data',
        enableKeyRotation: true,
        policy: pulumi
          .all([identity, region, workerRole.arn])
          .apply(([id, current, roleArn]) =>
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Enable IAM User Permissions',
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${id.accountId}:root` },
                  Action: 'kms:*',
                  Resource: '*',
                },
                {
                  Sid: 'Allow CloudWatch Logs',
                  Effect: 'Allow',
                  Principal: {
                    Service: `logs.${current.region}.amazonaws.com`,
                  },
                  // Encrypted log groups
                  Action: [
                    'kms:Decrypt',
                    'kms:GenerateDataKey*',
                    'kms:Encrypt*',
                    'kms:ReEncrypt*',
                    'kms:Describe*',
                    'kms:CreateGrant',
                  ],
                  Resource: '*',
                  Condition: {
                    ArnLike: {
                      'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${current.region}:${id.accountId}:*`,
                    },
                  },
                },
                {
                  Sid: 'Allow the workers',
                  Effect: 'Allow',
                  Principal: { AWS: roleArn },
                  Action: ['kms:Decrypt', 'kms:DescribeKey'],
                  Resource: '*',
                },
              ],
            })
          ),
        tags,
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `payment-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        kmsKeyId: kmsKey.arn,
        tags,
      },
      { parent: this }
    );

    this.logGroupName = logGroup.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
