import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const environmentSuffix = new pulumi.Config().get('suffix') ?? 'dev';
const regions: aws.Region[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

const vpcIds: Record<string, pulumi.Output<string>> = {};

regions.forEach((region, i) => {
  const provider = new aws.Provider(`provider-${region}`, { region });

  const vpc = new aws.ec2.Vpc(
    `edge-vpc-${region}-${environmentSuffix}`,
    {
      cidrBlock: `10.${i}.0.0/16`,
      tags: { Name: `edge-vpc-${region}-${environmentSuffix}` },
    },
    { provider }
  );

  const flowLogGroup = new aws.cloudwatch.LogGroup(
    `edge-vpc-flow-logs-${region}-${environmentSuffix}`,
    {
      retentionInDays: 365,
      tags: { Name: `edge-vpc-flow-logs-${region}-${environmentSuffix}` },
    },
    { provider }
  );

  const flowLogRole = new aws.iam.Role(
    `edge-vpc-flow-log-role-${region}-${environmentSuffix}`,
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
      tags: { Name: `edge-vpc-flow-log-role-${region}-${environmentSuffix}` },
    },
    { provider }
  );

  new aws.iam.RolePolicy(
    `edge-vpc-flow-log-policy-${region}-${environmentSuffix}`,
    {
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
    },
    { provider }
  );

  new aws.ec2.FlowLog(
    `edge-vpc-flow-log-${region}-${environmentSuffix}`,
    {
      vpcId: vpc.id,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: flowLogGroup.arn,
      iamRoleArn: flowLogRole.arn,
      tags: { Name: `edge-vpc-flow-log-${region}-${environmentSuffix}` },
    },
    { provider }
  );

  new aws.ec2.Subnet(
    `edge-subnet-${region}-${environmentSuffix}`,
    { vpcId: vpc.id, cidrBlock: `10.${i}.1.0/24` },
    { provider }
  );

  vpcIds[region] = vpc.id;
});

export { vpcIds };
