import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const officeCidr = config.get('officeCidr') ?? '192.168.40.0/24';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.20.0.0/16' });

new aws.ec2.VpcIpv4CidrBlockAssociation('orders-pods', {
  vpcId: vpc.id,
  cidrBlock: '100.64.0.0/16',
});

// Called from the office only
const bastion = new aws.ec2.SecurityGroup('bastion', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: [officeCidr] },
  ],
});

// Called over the peering with another network
new aws.ec2.SecurityGroup('reports', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 8443,
      toPort: 8443,
      cidrBlocks: ['10.50.0.0/16', '198.51.100.0/24'],
    },
  ],
});

// Called from the whole company, from the pods and from all of the VPC
new aws.ec2.SecurityGroup('cache', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 6379, toPort: 6379, cidrBlocks: ['10.0.0.0/8'] },
    { protocol: 'tcp', fromPort: 6380, toPort: 6380, cidrBlocks: ['100.64.128.0/17'] },
    { protocol: 'tcp', fromPort: 6300, toPort: 6390, cidrBlocks: [vpc.cidrBlock] },
  ],
});

export const appGroup = new aws.ec2.SecurityGroup('app', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 22, toPort: 22, securityGroups: [bastion.id] },
  ],
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
  ],
});
