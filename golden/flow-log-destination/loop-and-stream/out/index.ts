import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const env = pulumi.getStack();
const vpc = new aws.ec2.Vpc(`lab-${env}`, { cidrBlock: '10.7.0.0/16' });

const subnets = ['a', 'b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`lab-${zone}-${env}`, {
      vpcId: vpc.id,
      availabilityZone: `eu-north-1${zone}`,
      cidrBlock: `10.7.${i}.0/24`,
    })
);

subnets.forEach((subnet, i) => {
  const flowLogGroup = new aws.cloudwatch.LogGroup(
    `lab-subnet-flow-log-group-${i}-${env}`,
    {
      retentionInDays: 365,
    }
  );

  const flowLogRole = new aws.iam.Role(`lab-subnet-flow-log-role-${i}-${env}`, {
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

  new aws.iam.RolePolicy(`lab-subnet-flow-log-policy-${i}-${env}`, {
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

  new aws.ec2.FlowLog(`lab-subnet-${i}-${env}`, {
    subnetId: subnet.id,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: flowLogGroup.arn,
    iamRoleArn: flowLogRole.arn,
  });
});

export const subnetIds = subnets.map(subnet => subnet.id);
