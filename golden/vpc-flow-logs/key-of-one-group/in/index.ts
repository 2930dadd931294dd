import * as aws from '@pulumi/aws';

// Its policy knows one log group only
const key = new aws.kms.Key('app', {
  enableKeyRotation: true,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Action: 'kms:*',
        Resource: '*',
        Condition: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn':
              'arn:aws:logs:eu-west-1:123456789012:log-group:app',
          },
        },
      },
    ],
  }),
});

const group = new aws.cloudwatch.LogGroup('app', {
  name: 'app',
  retentionInDays: 30,
  kmsKeyId: key.arn,
});

// Where the app runs
const vpc = new aws.ec2.Vpc('app', { cidrBlock: '10.0.0.0/16' });

export const ids = [vpc.id, group.id];
