import * as aws from '@pulumi/aws';

const identity = aws.getCallerIdentityOutput();

const key = new aws.kms.Key('trails', {
  description: 'Trails and their logs',
  enableKeyRotation: true,
  policy: identity.accountId.apply(accountId =>
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
            Service: ['logs.amazonaws.com', 'cloudtrail.amazonaws.com'],
          },
          Action: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
          Resource: '*',
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
