import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput();

const key = new aws.kms.Key('ledger', {
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EnableRoot',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws-us-gov:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow CloudWatch Logs',
        Effect: 'Allow',
        Principal: {
          Service: pulumi.interpolate`logs.${region.name}.amazonaws.com`,
        },
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
            'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws-us-gov:logs:${region.name}:123456789012:*`,
          },
        },
      },
    ],
  }),
});

new aws.kms.Alias('ledger', {
  name: 'alias/ledger',
  targetKeyId: key.keyId,
});

const logs = new aws.cloudwatch.LogGroup('ledger', {
  retentionInDays: 30,
  kmsKeyId: key.arn,
});

export const logGroup = logs.name;
