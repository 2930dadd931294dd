import * as aws from '@pulumi/aws';
import { ec2, vpc as rules } from '@pulumi/aws';

const vpc = new ec2.Vpc('feed', { cidrBlock: '10.5.0.0/16', assignGeneratedIpv6CidrBlock: true });

// HTTPS over IPv4 is there already; over IPv6 it is not
const crawler = new ec2.SecurityGroup('feed-crawler', {
  vpcId: vpc.id,
  egress: [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
    { protocol: '-1', fromPort: 0, toPort: 0, ipv6CidrBlocks: ['::/0'] },
  ],
});

const parser = new ec2.SecurityGroup('feed-parser', { vpcId: vpc.id });

new ec2.SecurityGroupRule('feed-parser-peers', {
  type: 'ingress',
  securityGroupId: parser.id,
  protocol: 'tcp',
  fromPort: 7946,
  toPort: 7946,
  self: true,
});

new rules.SecurityGroupEgressRule('feed-parser-https', {
  securityGroupId: parser.id,
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrIpv4: '0.0.0.0/0',
});

new rules.SecurityGroupEgressRule('feed-parser-any', {
  securityGroupId: parser.id,
  ipProtocol: '-1',
  cidrIpv4: '0.0.0.0/0',
});

const listener = new aws.ec2.SecurityGroup('feed-listener', { vpcId: vpc.id });

new aws.ec2.SecurityGroupRule('feed-listener-peers', {
  type: 'ingress',
  securityGroupId: listener.id,
  protocol: 'udp',
  fromPort: 7946,
  toPort: 7946,
  sourceSecurityGroupId: listener.id,
});

new aws.ec2.SecurityGroupRule('feed-listener-egress', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ['0.0.0.0/0'],
  ipv6CidrBlocks: ['::/0'],
});

const gossip = new ec2.SecurityGroup('feed-gossip', {
  vpcId: vpc.id,
  ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }],
});

new ec2.SecurityGroupRule('feed-gossip-low', {
  type: 'egress',
  securityGroupId: gossip.id,
  protocol: 'tcp',
  fromPort: 0,
  toPort: 1023,
  cidrBlocks: ['0.0.0.0/0'],
});

new ec2.SecurityGroupRule('feed-gossip-low-udp', {
  type: 'egress',
  securityGroupId: gossip.id,
  protocol: 'udp',
  fromPort: 0,
  toPort: 1023,
  cidrBlocks: ['0.0.0.0/0'],
});

new ec2.SecurityGroupRule('feed-gossip-all', {
  type: 'egress',
  securityGroupId: gossip.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ['0.0.0.0/0'],
});

export const groups = [crawler.id, parser.id];
