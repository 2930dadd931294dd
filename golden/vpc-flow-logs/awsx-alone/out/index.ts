import * as awsx from '@pulumi/awsx';
import * as aws from '@pulumi/aws';

export = async () => {
  const jobsVpc = new awsx.ec2.Vpc('jobs', {
    natGateways: { strategy: awsx.ec2.NatGatewayStrategy.None },
  });

  const flowLogGroup = new aws.cloudwatch.LogGroup('jobs-vpc-flow-logs', {
    retentionInDays: 365,
  });

  const flowLogRole = new aws.iam.Role('jobs-vpc-flow-log-role', {
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

  new aws.iam.RolePolicy('jobs-vpc-flow-log-policy', {
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

  new aws.ec2.FlowLog('jobs-vpc-flow-log', {
    vpcId: jobsVpc.vpcId,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: flowLogGroup.arn,
    iamRoleArn: flowLogRole.arn,
  });

  const { vpcId, privateSubnetIds } = jobsVpc;

  return { vpcId, privateSubnetIds };
};
