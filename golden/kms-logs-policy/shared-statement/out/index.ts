import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput();

const identity = aws.getCallerIdentityOutput();

const key = new aws.kms.Key('trails', {
  description: 'Trails and their logs',
  enableKeyRotation: true,
  policy: pulumi
    .all([identity.accountId, region.region])
    .apply(([accountId, regionName]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Root',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Sid: 'Services',
            Effect: 'Allow',
            Principal: {
              Service: ['cloudtrail.amazonaws.com'],
            },
            Action: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
            Resource: '*',
          },
          {
            Sid: 'Allow CloudWatch Logs',
            Effect: 'Allow',
            Principal: { Service: `logs.${regionName}.amazonaws.com` },
            Action: [
              'kms:Encrypt*',
              'kms:Decrypt*',
              'kms:ReEncrypt*',
              'kms:GenerateDataKey*',
              'kms:Describe*',
              'kms:CreateGrant',
            ],
            Resource: '*',
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${regionName}:${accountId}:*`,
              },
            },
          },
        ],
      })
    ),
});

const logs = new aws.cloudwatch.LogGroup('trails', {
  retentionInDays: 400,
  kmsKeyId: key.arn,
});

export const logGroup = logs.name;
