import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const vpc = new aws.ec2.Vpc('lake', { cidrBlock: '10.4.0.0/16' });

const rules: aws.types.input.ec2.SecurityGroupEgress[] = [];
if (config.getBoolean('online')) {
  rules.push({ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] });
}
const loaders = new aws.ec2.SecurityGroup('loaders', { vpcId: vpc.id, egress: rules });

// What it serves is added below
const served: aws.types.input.ec2.SecurityGroupIngress[] = [];
served.push({ protocol: 'tcp', fromPort: 8443, toPort: 8443, securityGroups: [loaders.id] });
const store = new aws.ec2.SecurityGroup('store', {
  vpcId: vpc.id,
  ingress: served,
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

const args: aws.ec2.SecurityGroupArgs = { vpcId: vpc.id };
args.egress = [
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
];
new aws.ec2.SecurityGroup('readers', args);

const fetcher = new aws.ec2.SecurityGroup('fetcher', {
  vpcId: vpc.id,
  egress: config.getBoolean('offline')
    ? []
    : [
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

export const groups = [store.id, fetcher.id];
