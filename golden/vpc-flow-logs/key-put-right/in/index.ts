import * as aws from '@pulumi/aws';

// One region has a key that nobody let the logs service use
const logsKey = new aws.kms.Key('ledger-logs', {
  description: 'Logs of the ledger',
  enableKeyRotation: true,
});

export const appLogs = new aws.cloudwatch.LogGroup('ledger-app', {
  retentionInDays: 90,
  kmsKeyId: logsKey.arn,
});

export const vpc = new aws.ec2.Vpc('ledger', { cidrBlock: '10.12.0.0/16' });

// The other has one whose policy says too little
const west = new aws.Provider('west', { region: 'eu-west-1' });

const westKey = new aws.kms.Key(
  'west-logs',
  {
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
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:DescribeKey'],
          Resource: '*',
        },
      ],
    }),
  },
  { provider: west },
);

export const westVpc = new aws.ec2.Vpc(
  'west',
  { cidrBlock: '10.13.0.0/16' },
  { provider: west },
);
