import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const env = pulumi.getStack();

const hubVpc = new aws.ec2.Vpc(`hub-vpc-${env}`, {
  cidrBlock: '10.0.0.0/16',
  tags: { Name: `hub-vpc-${env}`, Environment: env },
});

const spokeVpc = new aws.ec2.Vpc(`spoke-vpc-${env}`, {
  cidrBlock: '10.1.0.0/16',
  tags: { Name: `spoke-vpc-${env}`, Environment: env },
});

const flowLogGroup = new aws.cloudwatch.LogGroup(`hub-flow-logs-${env}`, {
  retentionInDays: 90,
});

// Its name is older than the spoke
const flowLogRole = new aws.iam.Role(`spoke-vpc-flow-log-role-${env}`, {
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

new aws.iam.RolePolicy(`hub-flow-log-policy-${env}`, {
  role: flowLogRole.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: pulumi.interpolate`${flowLogGroup.arn}:*`,
      },
    ],
  }),
});

new aws.ec2.FlowLog(`hub-flow-log-${env}`, {
  vpcId: hubVpc.id,
  trafficType: 'ALL',
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
});

export const vpcIds = [hubVpc.id, spokeVpc.id];
