import * as aws from '@pulumi/aws';

const key = new aws.kms.Key('ledger', {
  enableKeyRotation: true,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EnableRoot',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws-us-gov:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
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
