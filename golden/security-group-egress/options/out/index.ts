import * as aws from '@pulumi/aws';

const group = new aws.ec2.DefaultSecurityGroup('default', {
  vpcId: 'vpc-0a1b2c3d',
  egress: [
    {
      description: 'HTTPS for service endpoints and updates',
      fromPort: 443,
      toPort: 443,
      protocol: 'tcp',
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'Outbound 8125/udp',
      fromPort: 8125,
      toPort: 8125,
      protocol: 'udp',
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'Outbound 9000-9010/tcp',
      fromPort: 9000,
      toPort: 9010,
      protocol: 'tcp',
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'HTTPS for service endpoints and updates',
      fromPort: 443,
      toPort: 443,
      protocol: 'tcp',
      ipv6CidrBlocks: ['::/0'],
    },
    {
      description: 'Outbound 8125/udp',
      fromPort: 8125,
      toPort: 8125,
      protocol: 'udp',
      ipv6CidrBlocks: ['::/0'],
    },
    {
      description: 'Outbound 9000-9010/tcp',
      fromPort: 9000,
      toPort: 9010,
      protocol: 'tcp',
      ipv6CidrBlocks: ['::/0'],
    },
  ],
});

export const groupId = group.id;
