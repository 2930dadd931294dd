import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const environmentSuffix = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`shop-vpc-${environmentSuffix}`, {
  cidrBlock: '10.0.0.0/16',
});

// Load balancer
const albSg = new aws.ec2.SecurityGroup(`shop-alb-sg-${environmentSuffix}`, {
  vpcId: vpc.id,
  description: 'Load balancer',
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      protocol: 'tcp',
      fromPort: 1024,
      toPort: 65535,
      securityGroups: [ecsSg.id],
    },
  ],
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
  ],
});

// Tasks
const ecsSg = new aws.ec2.SecurityGroup(`shop-ecs-sg-${environmentSuffix}`, {
  vpcId: vpc.id,
  description: 'Tasks',
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [albSg.id],
    },
  ],
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [dbSg.id],
    },
  ],
});

// Database
const dbSg = new aws.ec2.SecurityGroup(`shop-db-sg-${environmentSuffix}`, {
  vpcId: vpc.id,
  description: 'Database',
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [ecsSg.id],
    },
  ],
});

export const groupIds = [albSg.id, ecsSg.id, dbSg.id];
