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

// Flow logs of the VPC
const flowLogGroup = new aws.cloudwatch.LogGroup('app-vpc-flow-logs', {
  retentionInDays: 365,
});

const flowLogRole = new aws.iam.Role('app-vpc-flow-log-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('app-vpc-flow-log-policy', {
  role: flowLogRole.id,
  policy: flowLogGroup.arn.apply(arn =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          Resource: `${arn}:*`,
        },
      ],
    })
  ),
});

new aws.ec2.FlowLog('app-vpc-flow-log', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
});

export const ids = [vpc.id, group.id];
