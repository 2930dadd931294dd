import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const current = aws.getCallerIdentityOutput();
const partition = aws.getPartitionOutput();
const region = aws.config.requireRegion();

const key = new aws.kms.Key('audit', {
  description: 'Audit logs',
  enableKeyRotation: true,
  policy: pulumi.interpolate`{
    "Version": "2012-10-17",
    "Statement": [
      {
        "Sid": "Root",
        "Effect": "Allow",
        "Principal": { "AWS": "arn:${partition.partition}:iam::${current.accountId}:root" },
        "Action": "kms:*",
        "Resource": "*"
      },
      {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": { "Service": "logs.${region}.amazonaws.com" },
        "Action": [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:CreateGrant"
        ],
        "Resource": "*",
        "Condition": {
          "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": "arn:${partition.partition}:logs:${region}:${current.accountId}:*"
          }
        }
      }
    ]
  }`,
});

const logs = new aws.cloudwatch.LogGroup('audit', {
  retentionInDays: 400,
  kmsKeyId: key.arn,
});

export const logGroup = logs.name;
