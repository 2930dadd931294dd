import * as aws from '@pulumi/aws';

const group = new aws.ec2.DefaultSecurityGroup('default', {
  vpcId: 'vpc-0a1b2c3d',
  egress: [
    {
      fromPort: 0,
      toPort: 0,
      protocol: '-1',
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      fromPort: 0,
      toPort: 0,
      protocol: '-1',
      ipv6CidrBlocks: ['::/0'],
    },
  ],
});

export const groupId = group.id;
