import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const web = new aws.ec2.SecurityGroup('web', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['0.0.0.0/0'],
    },
  ],
  // Allow outbound traffic
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

const worker = new aws.ec2.SecurityGroup('worker', { vpcId: vpc.id });

// Workers: egress, they pull from everywhere
new aws.ec2.SecurityGroupRule('worker-out-443-tcp', {
  type: 'egress',
  securityGroupId: worker.id,
  protocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'HTTPS for service endpoints and updates',
});

new aws.ec2.SecurityGroupRule('worker-out-80-tcp', {
  type: 'egress',
  securityGroupId: worker.id,
  protocol: 'tcp',
  fromPort: 80,
  toPort: 80,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'HTTP for package repositories',
});

new aws.ec2.SecurityGroupRule('worker-out-53-udp', {
  type: 'egress',
  securityGroupId: worker.id,
  protocol: 'udp',
  fromPort: 53,
  toPort: 53,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'DNS resolution',
});

new aws.ec2.SecurityGroupRule('worker-out-123-udp', {
  type: 'egress',
  securityGroupId: worker.id,
  protocol: 'udp',
  fromPort: 123,
  toPort: 123,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'NTP for time synchronization',
});

export const groupIds = [web.id, worker.id];
