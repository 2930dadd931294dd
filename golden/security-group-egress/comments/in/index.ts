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
  // Allow all outbound traffic
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
  ],
});

const worker = new aws.ec2.SecurityGroup('worker', { vpcId: vpc.id });

// Workers: all egress, they pull from everywhere
new aws.ec2.SecurityGroupRule('worker-out', {
  type: 'egress',
  securityGroupId: worker.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ['0.0.0.0/0'],
});

export const groupIds = [web.id, worker.id];
