import * as aws from '@pulumi/aws';
import { allTraffic, anywhere, open, outbound } from './rules';

const vpc = new aws.ec2.Vpc('shop', { cidrBlock: '10.1.0.0/16' });

const webGroup = new aws.ec2.SecurityGroup('shop-web', {
  vpcId: vpc.id,
  egress: outbound,
});

const jobGroup = new aws.ec2.SecurityGroup('shop-jobs', {
  vpcId: vpc.id,
  egress: outbound,
});

const searchGroup = new aws.ec2.SecurityGroup('shop-search', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 9200, toPort: 9200, securityGroups: [webGroup.id] },
    { protocol: 'tcp', fromPort: 9300, toPort: 9300, self: true },
  ],
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
      description: 'Within the group',
      protocol: 'tcp',
      fromPort: 9300,
      toPort: 9300,
      self: true,
    },
  ],
});

// A lab: what is in it may talk to anything and be talked to
const labGroup = new aws.ec2.SecurityGroup('shop-lab', {
  vpcId: vpc.id,
  ingress: [{ ...allTraffic, cidrBlocks: ['198.51.100.0/24'] }],
  egress: [
    {
      description: 'HTTPS for service endpoints and updates',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [anywhere],
    },
    {
      description: 'HTTP for package repositories',
      protocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      cidrBlocks: [anywhere],
    },
    {
      description: 'DNS resolution',
      protocol: 'udp',
      fromPort: 53,
      toPort: 53,
      cidrBlocks: [anywhere],
    },
    {
      description: 'NTP for time synchronization',
      protocol: 'udp',
      fromPort: 123,
      toPort: 123,
      cidrBlocks: [anywhere],
    },
  ],
});

const mailGroup = new aws.ec2.SecurityGroup('shop-mail', {
  vpcId: vpc.id,
  ingress: open,
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
  ],
});

export const groups = [mailGroup.id, jobGroup.id, searchGroup.id, labGroup.id];
