import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

const suffix = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`both-vpc-${suffix}`, {
  cidrBlock: '10.0.0.0/16',
});

const flowLogGroup = new aws.cloudwatch.LogGroup(
  `both-vpc-flow-logs-${suffix}`,
  {
    retentionInDays: 365,
  }
);

const flowLogRole = new aws.iam.Role(`both-vpc-flow-log-role-${suffix}`, {
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

new aws.iam.RolePolicy(`both-vpc-flow-log-policy-${suffix}`, {
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

new aws.ec2.FlowLog(`both-vpc-flow-log-${suffix}`, {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
});

const privateSubnets = ['eu-west-1a', 'eu-west-1b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`both-private-subnet-${i}-${suffix}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: zone,
    })
);

// Waits for its associations
const privateRouteTable = new aws.ec2.RouteTable(`both-private-rt-${suffix}`, {
  vpcId: vpc.id,
});

privateSubnets.forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`both-private-rta-${i}-${suffix}`, {
    subnetId: subnet.id,
    routeTableId: privateRouteTable.id,
  });
});

const endpoint = new aws.ec2.VpcEndpoint(`both-s3-${suffix}`, {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: [privateRouteTable.id],
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': identity.accountId,
          },
        },
      },
      {
        Sid: 'EcrImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
          'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*',
        ],
      },
    ],
  }),
});

export const endpointId = endpoint.id;
export const tableId = privateRouteTable.id;
