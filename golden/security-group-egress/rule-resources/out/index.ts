import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`orders-vpc-${stack}`, { cidrBlock: '10.0.0.0/16' });

const appGroup = new aws.ec2.SecurityGroup(`orders-app-${stack}`, { vpcId: vpc.id });

const cacheGroup = new aws.ec2.SecurityGroup(`orders-cache-${stack}`, { vpcId: vpc.id });

new aws.ec2.SecurityGroupRule(`orders-app-egress-443-tcp-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'HTTPS for service endpoints and updates',
});

new aws.ec2.SecurityGroupRule(`orders-app-egress-80-tcp-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: 'tcp',
  fromPort: 80,
  toPort: 80,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'HTTP for package repositories',
});

new aws.ec2.SecurityGroupRule(`orders-app-egress-53-udp-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: 'udp',
  fromPort: 53,
  toPort: 53,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'DNS resolution',
});

new aws.ec2.SecurityGroupRule(`orders-app-egress-123-udp-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: 'udp',
  fromPort: 123,
  toPort: 123,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'NTP for time synchronization',
});

new aws.ec2.SecurityGroupRule(`orders-app-egress-6379-tcp-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: 'tcp',
  fromPort: 6379,
  toPort: 6379,
  cidrBlocks: ['0.0.0.0/0'],
  description: 'To orders-cache',
});

new aws.ec2.SecurityGroupRule(`orders-cache-from-app-${stack}`, {
  type: 'ingress',
  securityGroupId: cacheGroup.id,
  protocol: 'tcp',
  fromPort: 6379,
  toPort: 6379,
  sourceSecurityGroupId: appGroup.id,
});

const queueGroup = new aws.ec2.SecurityGroup(`orders-queue-${stack}`, { vpcId: vpc.id });

new aws.vpc.SecurityGroupIngressRule(`orders-queue-from-cache-${stack}`, {
  securityGroupId: queueGroup.id,
  referencedSecurityGroupId: cacheGroup.id,
  ipProtocol: 'tcp',
  fromPort: 5671,
  toPort: 5672,
});

const cacheEgress = new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-443-tcp-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'HTTPS for service endpoints and updates',
  ipProtocol: 'tcp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 443,
  toPort: 443,
});

new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-80-tcp-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'HTTP for package repositories',
  ipProtocol: 'tcp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 80,
  toPort: 80,
});

new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-53-udp-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'DNS resolution',
  ipProtocol: 'udp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 53,
  toPort: 53,
});

new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-123-udp-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'NTP for time synchronization',
  ipProtocol: 'udp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 123,
  toPort: 123,
});

new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-5671-5672-tcp-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'To orders-queue',
  ipProtocol: 'tcp',
  cidrIpv4: '0.0.0.0/0',
  fromPort: 5671,
  toPort: 5672,
});

export const cacheEgressId = cacheEgress.id;
