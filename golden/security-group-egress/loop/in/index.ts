import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('mesh', { cidrBlock: '10.2.0.0/16' });
const services = ['orders', 'billing'];

for (const service of services) {
  const group = new aws.ec2.SecurityGroup(`${service}-sg`, {
    vpcId: vpc.id,
  });

  new aws.ec2.SecurityGroupRule(`${service}-egress`, {
    type: 'egress',
    securityGroupId: group.id,
    protocol: 'all',
    fromPort: 0,
    toPort: 65535,
    cidrBlocks: ['0.0.0.0/0'],
  });
}

export const edgeGroups = ['eu', 'us'].map(
  region =>
    new aws.ec2.SecurityGroup(`edge-${region}`, {
      vpcId: vpc.id,
      egress: [
        { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
      ],
    })
);
