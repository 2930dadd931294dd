import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();
const region = aws.getRegionOutput();

// Complete, in the spelling of the service's own guide.
const logsKey = new aws.kms.Key('logs', {
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          AWS: pulumi.interpolate`arn:aws:iam::${identity.accountId}:root`,
        },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: {
          Service: pulumi.interpolate`logs.${region.region}.amazonaws.com`,
        },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region.region}:${identity.accountId}:log-group:*`,
          },
        },
      },
    ],
  }),
});

new aws.cloudwatch.LogGroup('application', {
  retentionInDays: 30,
  kmsKeyId: logsKey.arn,
});

// No log group uses it.
const bucketKey = new aws.kms.Key('bucket', { enableKeyRotation: true });

new aws.kms.Alias('bucket', {
  name: 'alias/bucket',
  targetKeyId: bucketKey.keyId,
});

// Another service whose name starts alike.
const streamKey = new aws.kms.Key('stream', {
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: identity.accountId },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'logs-delivery.amazonaws.com' },
        Action: ['kms:Decrypt'],
        Resource: '*',
      },
    ],
  }),
});

// The service's own key.
new aws.cloudwatch.LogGroup('plain', { retentionInDays: 30 });

export const keys = [bucketKey.arn, streamKey.arn];
