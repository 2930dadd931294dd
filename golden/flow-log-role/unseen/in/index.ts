import * as fs from 'fs';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const vpc = new aws.ec2.Vpc('radio', { cidrBlock: '10.1.0.0/16' });

// Its documents are files
const filed = new aws.iam.Role('radio-filed', {
  assumeRolePolicy: fs.readFileSync('policies/trust.json', 'utf8'),
});
new aws.iam.RolePolicy('radio-filed', {
  role: filed.id,
  policy: fs.readFileSync('policies/write.json', 'utf8'),
});

const trust = aws.iam.assumeRolePolicyForPrincipal({
  Service: 'vpc-flow-logs.amazonaws.com',
});

// The log group is told by the configuration
const role = new aws.iam.Role('radio-flow-logs', { assumeRolePolicy: trust });
new aws.iam.RolePolicy('radio-flow-logs', {
  role: role.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  }),
});

// Functions act with it too
const shared = new aws.iam.Role('radio-shared', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Service: ['lambda.amazonaws.com', 'vpc-flow-logs.amazonaws.com'],
        },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});
new aws.iam.RolePolicy('radio-shared', {
  role: shared.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: '*' },
    ],
  }),
});
new aws.lambda.Function('radio', {
  role: shared.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  code: new pulumi.asset.FileArchive('./app'),
});

const group = new aws.cloudwatch.LogGroup('radio', { retentionInDays: 30 });
const groupArns = { filed: group.arn, shared: group.arn };

new aws.ec2.FlowLog('radio-filed', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: groupArns.filed,
  iamRoleArn: filed.arn,
});
new aws.ec2.FlowLog('radio-role', {
  vpcId: vpc.id,
  trafficType: 'ACCEPT',
  logDestination: config.require('logGroupArn'),
  iamRoleArn: role.arn,
});
new aws.ec2.FlowLog('radio-shared', {
  vpcId: vpc.id,
  trafficType: 'REJECT',
  logDestination: groupArns.shared,
  iamRoleArn: shared.arn,
});
