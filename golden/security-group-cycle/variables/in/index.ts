import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { officeRule } from './rules';

const config = new pulumi.Config();
const trusted = config.getObject<string[]>('trusted') ?? ['192.0.2.0/24'];

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22 };

const bastionArgs: aws.ec2.SecurityGroupArgs = {
  vpcId: vpc.id,
  ingress: [
    { ...ssh, cidrBlocks: trusted, description: 'From the offices' },
    { protocol: 'icmp', fromPort: -1, toPort: -1, securityGroups: [hosts.id] },
  ],
};
const bastion = new aws.ec2.SecurityGroup('bastion', bastionArgs);

const fromBastion = [
  { ...ssh, securityGroups: [bastion.id] },
];
const hosts = new aws.ec2.SecurityGroup('hosts', { vpcId: vpc.id, ingress: fromBastion });

// A rule of another file, and one of all
const api = new aws.ec2.SecurityGroup('api', {
  vpcId: vpc.id,
  egress: [
    officeRule,
    { protocol: 'all', fromPort: 0, toPort: 0, prefixListIds: ['pl-6da54004'], securityGroups: [store.id] },
  ],
});
const store = new aws.ec2.SecurityGroup('store', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 6379, toPort: 6379, securityGroups: [api.id] }],
});

export const storeGroup = store.id;
export const hostGroup = hosts.id;
