import { cloudwatch, ec2, ecr, ecs, getRegionOutput } from '@pulumi/aws';
import { interpolate, jsonStringify } from '@pulumi/pulumi';

const current = getRegionOutput();

const vpc = new ec2.Vpc('ledger', {
  cidrBlock: '10.60.0.0/16',
  enableDnsHostnames: true,
});

const dataSubnet = new ec2.Subnet('ledger-private', {
  vpcId: vpc.id,
  cidrBlock: '10.60.1.0/24',
});

const table = new ec2.RouteTable('ledger-private', { vpcId: vpc.id });

new ec2.RouteTableAssociation('ledger-private', {
  subnetId: dataSubnet.id,
  routeTableId: table.id,
});

const httpsFromVpc = new ec2.SecurityGroup('ledger-endpoints', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [vpc.cidrBlock],
    },
  ],
});

for (const service of ['ecr.api', 'ecr.dkr']) {
  new ec2.VpcEndpoint(`ledger-${service}`, {
    vpcId: vpc.id,
    serviceName: interpolate`com.amazonaws.${current.id}.${service}`,
    vpcEndpointType: 'Interface',
    subnetIds: [dataSubnet.id],
    securityGroupIds: [httpsFromVpc.id],
    privateDnsEnabled: true,
  });
}

const images = new ecr.Repository('ledger');
const logs = new cloudwatch.LogGroup('ledger', { retentionInDays: 90 });
const cluster = new ecs.Cluster('ledger');

const task = new ecs.TaskDefinition('ledger', {
  family: 'ledger',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: jsonStringify([
    {
      name: 'ledger',
      image: interpolate`${images.repositoryUrl}:4`,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': logs.name,
          'awslogs-region': current.id,
          'awslogs-stream-prefix': 'ledger',
        },
      },
    },
  ]),
});

export const service = new ecs.Service('ledger', {
  cluster: cluster.id,
  taskDefinition: task.arn,
  launchType: 'FARGATE',
  networkConfiguration: { subnets: [dataSubnet.id] },
});
