import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { RegionalLogs } from './lib/regional-logs';

const identity = aws.getCallerIdentityOutput();

const region = aws.getRegionOutput();
const primary = new aws.Provider('primary', { region: 'us-east-1' });
const replica = new aws.Provider('replica', { region: 'eu-west-1' });
const replicaIdentity = aws.getCallerIdentityOutput({}, { provider: replica });
const replicaRegion = aws.getRegionOutput({}, { provider: replica });

new RegionalLogs('primary', { provider: primary });
new RegionalLogs('replica', { provider: replica });

// Logs of edge functions live in one region only.
const edgeKey = new aws.kms.Key(
  'edge',
  {
    enableKeyRotation: true,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: {
            AWS: pulumi.interpolate`arn:aws:iam::${replicaIdentity.accountId}:root`,
          },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'Allow CloudWatch Logs',
          Effect: 'Allow',
          Principal: {
            Service: pulumi.interpolate`logs.${replicaRegion.region}.amazonaws.com`,
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
              'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${replicaRegion.region}:${replicaIdentity.accountId}:*`,
            },
          },
        },
      ],
    }),
  },
  { provider: replica }
);

new aws.cloudwatch.LogGroup(
  'edge',
  { retentionInDays: 30, kmsKeyId: edgeKey.arn },
  { provider: replica }
);

const archiveKey = new aws.kms.Key('archive', {
  enableKeyRotation: true,
  region: 'ap-southeast-2',
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: {
          AWS: pulumi.interpolate`arn:aws:iam::${identity.accountId}:root`,
        },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow CloudWatch Logs',
        Effect: 'Allow',
        Principal: { Service: 'logs.ap-southeast-2.amazonaws.com' },
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
            'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:ap-southeast-2:${identity.accountId}:*`,
          },
        },
      },
    ],
  }),
});

new aws.cloudwatch.LogGroup('archive', {
  region: 'ap-southeast-2',
  retentionInDays: 30,
  kmsKeyId: archiveKey.arn,
});

export const deployedTo = region.region;
