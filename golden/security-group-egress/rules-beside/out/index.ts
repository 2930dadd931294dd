import * as aws from '@pulumi/aws';
import { ec2, vpc as rules } from '@pulumi/aws';

const vpc = new ec2.Vpc('feed', { cidrBlock: '10.5.0.0/16', assignGeneratedIpv6CidrBlock: true });

// HTTPS over IPv4 is there already; over IPv6 it is not
const crawler = new ec2.SecurityGroup('feed-crawler', {
  vpcId: vpc.id,
  egress: [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
    {
      description: 'HTTPS for service endpoints and updates',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      ipv6CidrBlocks: ['::/0'],
    },
    {
      description: 'HTTP for package repositories',
      protocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      ipv6CidrBlocks: ['::/0'],
    },
    {
      description: 'DNS resolution',
      protocol: 'udp',
      fromPort: 53,
      toPort: 53,
      ipv6CidrBlocks: ['::/0'],
    },
    {
      description: 'NTP for time synchronization',
      protocol: 'udp',
      fromPort: 123,
      toPort: 123,
      ipv6CidrBlocks: ['::/0'],
    },
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

new rules.SecurityGroupEgressRule('feed-parser-80-tcp', {
  securityGroupId: parser.id,
  ipProtocol: 'tcp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 80,
  toPort: 80,
  description: 'HTTP for package repositories',
});

new rules.SecurityGroupEgressRule('feed-parser-53-udp', {
  securityGroupId: parser.id,
  ipProtocol: 'udp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 53,
  toPort: 53,
  description: 'DNS resolution',
});

new rules.SecurityGroupEgressRule('feed-parser-123-udp', {
  securityGroupId: parser.id,
  ipProtocol: 'udp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 123,
  toPort: 123,
  description: 'NTP for time synchronization',
});

new rules.SecurityGroupEgressRule('feed-parser-self-7946-tcp', {
  securityGroupId: parser.id,
  ipProtocol: 'tcp',
  fromPort: 7946,
  toPort: 7946,
  description: 'Within the group',
  referencedSecurityGroupId: parser.id,
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

new aws.ec2.SecurityGroupRule('feed-listener-egress-443-tcp', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ['0.0.0.0/0'],
  ipv6CidrBlocks: ['::/0'],
  description: 'HTTPS for service endpoints and updates',
});

new aws.ec2.SecurityGroupRule('feed-listener-egress-80-tcp', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: 'tcp',
  fromPort: 80,
  toPort: 80,
  cidrBlocks: ['0.0.0.0/0'],
  ipv6CidrBlocks: ['::/0'],
  description: 'HTTP for package repositories',
});

new aws.ec2.SecurityGroupRule('feed-listener-egress-53-udp', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: 'udp',
  fromPort: 53,
  toPort: 53,
  cidrBlocks: ['0.0.0.0/0'],
  ipv6CidrBlocks: ['::/0'],
  description: 'DNS resolution',
});

new aws.ec2.SecurityGroupRule('feed-listener-egress-123-udp', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: 'udp',
  fromPort: 123,
  toPort: 123,
  cidrBlocks: ['0.0.0.0/0'],
  ipv6CidrBlocks: ['::/0'],
  description: 'NTP for time synchronization',
});

new aws.ec2.SecurityGroupRule('feed-listener-egress-self-7946-udp', {
  type: 'egress',
  securityGroupId: listener.id,
  protocol: 'udp',
  fromPort: 7946,
  toPort: 7946,
  description: 'Within the group',
  self: true,
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

new ec2.SecurityGroupRule('feed-gossip-self', {
  type: 'egress',
  securityGroupId: gossip.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  description: 'Within the group',
  self: true,
});

export const groups = [crawler.id, parser.id];
