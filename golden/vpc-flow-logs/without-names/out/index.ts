import { ec2, cloudwatch, iam } from '@pulumi/aws';

const vpcs: ec2.Vpc[] = [];

const redVpc = new ec2.Vpc('red-vpc', { cidrBlock: '10.1.0.0/16' });

const redVpcFlowLogGroup = new cloudwatch.LogGroup('red-vpc-flow-logs', {
  retentionInDays: 365,
});

const redVpcFlowLogRole = new iam.Role('red-vpc-flow-log-role', {
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

new iam.RolePolicy('red-vpc-flow-log-policy', {
  role: redVpcFlowLogRole.id,
  policy: redVpcFlowLogGroup.arn.apply(arn =>
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

new ec2.FlowLog('red-vpc-flow-log', {
  vpcId: redVpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: redVpcFlowLogGroup.arn,
  iamRoleArn: redVpcFlowLogRole.arn,
});

vpcs.push(redVpc);
const blueVpc = new ec2.Vpc('blue-vpc', { cidrBlock: '10.2.0.0/16' });

const blueVpcFlowLogGroup = new cloudwatch.LogGroup('blue-vpc-flow-logs', {
  retentionInDays: 365,
});

const blueVpcFlowLogRole = new iam.Role('blue-vpc-flow-log-role', {
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

new iam.RolePolicy('blue-vpc-flow-log-policy', {
  role: blueVpcFlowLogRole.id,
  policy: blueVpcFlowLogGroup.arn.apply(arn =>
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

new ec2.FlowLog('blue-vpc-flow-log', {
  vpcId: blueVpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: blueVpcFlowLogGroup.arn,
  iamRoleArn: blueVpcFlowLogRole.arn,
});

vpcs.push(blueVpc);

if (process.env.WITH_GREEN) {
  const greenVpc = new ec2.Vpc('green-vpc', { cidrBlock: '10.3.0.0/16' });
  const greenVpcFlowLogGroup = new cloudwatch.LogGroup('green-vpc-flow-logs', {
    retentionInDays: 365,
  });
  const greenVpcFlowLogRole = new iam.Role('green-vpc-flow-log-role', {
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
  new iam.RolePolicy('green-vpc-flow-log-policy', {
    role: greenVpcFlowLogRole.id,
    policy: greenVpcFlowLogGroup.arn.apply(arn =>
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
  new ec2.FlowLog('green-vpc-flow-log', {
    vpcId: greenVpc.id,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: greenVpcFlowLogGroup.arn,
    iamRoleArn: greenVpcFlowLogRole.arn,
  });
  vpcs.push(greenVpc);
}

export const vpcIds = vpcs.map(vpc => vpc.id);
