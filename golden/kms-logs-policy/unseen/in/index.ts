import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { policyFor } from '@acme/policies';

const config = new pulumi.Config();
const identity = aws.getCallerIdentityOutput();

// Its policy comes from another package.
const packaged = new aws.kms.Key('packaged', {
  enableKeyRotation: true,
  policy: policyFor('logs'),
});

new aws.cloudwatch.LogGroup('packaged', {
  retentionInDays: 30,
  kmsKeyId: packaged.arn,
});

// Which services it admits is configured.
const services = config.requireObject<string[]>('services');

const configured = new aws.kms.Key('configured', {
  enableKeyRotation: true,
  policy: identity.accountId.apply(accountId =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        ...services.map(service => ({
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'kms:*',
          Resource: '*',
        })),
      ],
    })
  ),
});

new aws.cloudwatch.LogGroup('configured', {
  retentionInDays: 30,
  kmsKeyId: configured.arn,
});

// Two keys have one policy, so that a statement for one would be for both.
const shared = identity.accountId.apply(accountId =>
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
);

const one = new aws.kms.Key('one', {
  enableKeyRotation: true,
  policy: shared,
});

const two = new aws.kms.Key('two', {
  enableKeyRotation: true,
  policy: shared,
});

new aws.cloudwatch.LogGroup('one', {
  retentionInDays: 30,
  kmsKeyId: one.arn,
});

// What it needs is not known where the statement is built.
const logsStatement = (region: string) => ({
  Effect: 'Allow',
  Principal: { Service: `logs.${region}.amazonaws.com` },
  Action: 'kms:*',
  Resource: '*',
});

const built = new aws.kms.Key('built', {
  enableKeyRotation: true,
  policy: identity.accountId.apply(accountId =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        logsStatement('eu-west-1'),
      ],
    })
  ),
});

export const builtArn = built.arn;
export const arns = [packaged.arn, configured.arn, one.arn, two.arn];
