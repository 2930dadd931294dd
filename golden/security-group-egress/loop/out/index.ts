import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('mesh', { cidrBlock: '10.2.0.0/16' });
const services = ['orders', 'billing'];

for (const service of services) {
  const group = new aws.ec2.SecurityGroup(`${service}-sg`, {
    vpcId: vpc.id,
  });

  new aws.ec2.SecurityGroupRule(`${service}-egress-443-tcp`, {
    type: 'egress',
    securityGroupId: group.id,
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrBlocks: ['0.0.0.0/0'],
    description: 'HTTPS for service endpoints and updates',
  });

  new aws.ec2.SecurityGroupRule(`${service}-egress-80-tcp`, {
    type: 'egress',
    securityGroupId: group.id,
    protocol: 'tcp',
    fromPort: 80,
    toPort: 80,
    cidrBlocks: ['0.0.0.0/0'],
    description: 'HTTP for package repositories',
  });

  new aws.ec2.SecurityGroupRule(`${service}-egress-53-udp`, {
    type: 'egress',
    securityGroupId: group.id,
    protocol: 'udp',
    fromPort: 53,
    toPort: 53,
    cidrBlocks: ['0.0.0.0/0'],
    description: 'DNS resolution',
  });

  new aws.ec2.SecurityGroupRule(`${service}-egress-123-udp`, {
    type: 'egress',
    securityGroupId: group.id,
    protocol: 'udp',
    fromPort: 123,
    toPort: 123,
    cidrBlocks: ['0.0.0.0/0'],
    description: 'NTP for time synchronization',
  });
}

export const edgeGroups = ['eu', 'us'].map(
  region =>
    new aws.ec2.SecurityGroup(`edge-${region}`, {
      vpcId: vpc.id,
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
    })
);
