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

const spokeVpcFlowLogGroup = new aws.cloudwatch.LogGroup(
  `spoke-vpc-flow-logs-${env}`,
  {
    retentionInDays: 365,
    tags: { Name: `spoke-vpc-flow-logs-${env}`, Environment: env },
  }
);

const spokeVpcFlowLogRole = new aws.iam.Role(
  `spoke-vpc-flow-log-role-2-${env}`,
  {
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
    tags: { Name: `spoke-vpc-flow-log-role-2-${env}`, Environment: env },
  }
);

new aws.iam.RolePolicy(`spoke-vpc-flow-log-policy-${env}`, {
  role: spokeVpcFlowLogRole.id,
  policy: spokeVpcFlowLogGroup.arn.apply(arn =>
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

new aws.ec2.FlowLog(`spoke-vpc-flow-log-${env}`, {
  vpcId: spokeVpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: spokeVpcFlowLogGroup.arn,
  iamRoleArn: spokeVpcFlowLogRole.arn,
  tags: { Name: `spoke-vpc-flow-log-${env}`, Environment: env },
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
