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
  egress: [
    {
      description: 'HTTPS for service endpoints and updates',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'HTTP for package repositories',
      protocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'DNS resolution',
      protocol: 'udp',
      fromPort: 53,
      toPort: 53,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'NTP for time synchronization',
      protocol: 'udp',
      fromPort: 123,
      toPort: 123,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'To shop-ecs-sg',
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      cidrBlocks: ['0.0.0.0/0'],
    },
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

// Ingress of albSg, after the groups that it names
new aws.vpc.SecurityGroupIngressRule(
  `shop-alb-sg-ingress-443-tcp-${environmentSuffix}`,
  {
    securityGroupId: albSg.id,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrIpv4: '0.0.0.0/0',
  },
);

new aws.vpc.SecurityGroupIngressRule(
  `shop-alb-sg-ingress-1024-65535-tcp-${environmentSuffix}`,
  {
    securityGroupId: albSg.id,
    ipProtocol: 'tcp',
    fromPort: 1024,
    toPort: 65535,
    referencedSecurityGroupId: ecsSg.id,
  },
);

// Egress of ecsSg, after the groups that it names
new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-443-tcp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'tcp',
    cidrIpv4: '0.0.0.0/0',
    fromPort: 443,
    toPort: 443,
    description: 'HTTPS for service endpoints and updates',
  },
);

new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-80-tcp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'tcp',
    cidrIpv4: '0.0.0.0/0',
    fromPort: 80,
    toPort: 80,
    description: 'HTTP for package repositories',
  },
);

new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-53-udp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'udp',
    cidrIpv4: '0.0.0.0/0',
    fromPort: 53,
    toPort: 53,
    description: 'DNS resolution',
  },
);

new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-123-udp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'udp',
    cidrIpv4: '0.0.0.0/0',
    fromPort: 123,
    toPort: 123,
    description: 'NTP for time synchronization',
  },
);

new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-1024-65535-tcp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'tcp',
    cidrIpv4: '0.0.0.0/0',
    fromPort: 1024,
    toPort: 65535,
    description: 'To shop-alb-sg',
  },
);

new aws.vpc.SecurityGroupEgressRule(
  `shop-ecs-sg-egress-5432-tcp-${environmentSuffix}`,
  {
    securityGroupId: ecsSg.id,
    ipProtocol: 'tcp',
    fromPort: 5432,
    toPort: 5432,
    referencedSecurityGroupId: dbSg.id,
  },
);

export const groupIds = [albSg.id, ecsSg.id, dbSg.id];
