import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('press', { cidrBlock: '10.1.0.0/16' });
const group = new aws.cloudwatch.LogGroup('press-flow-logs', {
  retentionInDays: 30,
});

const service = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: name },
        Action: 'sts:AssumeRole',
      },
    ],
  });

// Only what it needs; log groups can't be described one by one
const writer = new aws.iam.Role('press-flow-logs', {
  assumeRolePolicy: service('vpc-flow-logs.amazonaws.com'),
});
new aws.iam.RolePolicy('press-flow-logs', {
  role: writer.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: pulumi.interpolate`${group.arn}:*`,
      },
      { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
      { Effect: 'Deny', Action: 'logs:DeleteLogGroup', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'logs:PutLogEvents',
        Resource: 'arn:aws:logs:*:*:log-group:/press/*',
      },
    ],
  }),
});
new aws.ec2.FlowLog('press', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: group.arn,
  iamRoleArn: writer.arn,
});

// Not a role of flow logs
const worker = new aws.iam.Role('press-worker', {
  assumeRolePolicy: service('lambda.amazonaws.com'),
});
new aws.iam.RolePolicy('press-worker', {
  role: worker.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  }),
});

// A bucket is written to by its own policy
const archive = new aws.s3.Bucket('press-archive');
new aws.ec2.FlowLog('press-archive', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 's3',
  logDestination: archive.arn,
});

// Somebody else's role
new aws.ec2.FlowLog('press-audit', {
  vpcId: vpc.id,
  trafficType: 'REJECT',
  logDestination: group.arn,
  iamRoleArn: aws.iam.getRoleOutput({ name: 'audit' }).arn,
});
