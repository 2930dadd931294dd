import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const trusted = config.getObject<string[]>('trusted') ?? ['192.0.2.0/24'];

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22 };

const bastionArgs: aws.ec2.SecurityGroupArgs = {
  vpcId: vpc.id,
};
const bastion = new aws.ec2.SecurityGroup('bastion', bastionArgs);

const fromBastion = [
  { ...ssh, securityGroups: [bastion.id] },
];
const hosts = new aws.ec2.SecurityGroup('hosts', { vpcId: vpc.id, ingress: fromBastion });

// Ingress of bastion, after the groups that it names
new aws.ec2.SecurityGroupRule('bastion-ingress-22-tcp', {
  type: 'ingress',
  securityGroupId: bastion.id,
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrBlocks: trusted,
  description: 'From the offices',
});

new aws.ec2.SecurityGroupRule('bastion-ingress-icmp', {
  type: 'ingress',
  securityGroupId: bastion.id,
  protocol: 'icmp',
  fromPort: -1,
  toPort: -1,
  sourceSecurityGroupId: hosts.id,
});

// A rule of another file, and one of all
const api = new aws.ec2.SecurityGroup('api', {
  vpcId: vpc.id,
});
const store = new aws.ec2.SecurityGroup('store', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 6379, toPort: 6379, securityGroups: [api.id] }],
});

// Egress of api, after the groups that it names
new aws.ec2.SecurityGroupRule('api-egress-22-tcp', {
  type: 'egress',
  securityGroupId: api.id,
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrBlocks: ['192.0.2.0/24'],
});

new aws.ec2.SecurityGroupRule('api-egress-all', {
  type: 'egress',
  securityGroupId: api.id,
  protocol: 'all',
  fromPort: 0,
  toPort: 0,
  prefixListIds: ['pl-6da54004'],
});

new aws.ec2.SecurityGroupRule('api-egress-all-2', {
  type: 'egress',
  securityGroupId: api.id,
  protocol: 'all',
  fromPort: 0,
  toPort: 0,
  sourceSecurityGroupId: store.id,
});

export const storeGroup = store.id;
export const hostGroup = hosts.id;
