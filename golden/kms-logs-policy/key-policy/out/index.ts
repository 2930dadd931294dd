import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const key = new aws.kms.Key('vault', { enableKeyRotation: true });
const identity = aws.getCallerIdentity();
const region = pulumi.output(aws.getRegion());

new aws.kms.KeyPolicy('vault', {
  keyId: key.id,
  policy: pulumi
    .all([identity, region.region])
    .apply(([{ accountId }, regionName]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          {
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

const logs = new aws.cloudwatch.LogGroup('vault', {
  retentionInDays: 365,
  kmsKeyId: key.arn,
});

export const logGroup = logs.name;
export const deployedTo = region.apply(it => it.region);
