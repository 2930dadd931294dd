import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const key = new aws.kms.Key('vault', { enableKeyRotation: true });
const identity = aws.getCallerIdentity();
const region = pulumi.output(aws.getRegion());

new aws.kms.KeyPolicy('vault', {
  keyId: key.id,
  policy: identity.then(({ accountId }) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
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
