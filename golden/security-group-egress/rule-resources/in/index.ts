import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`orders-vpc-${stack}`, { cidrBlock: '10.0.0.0/16' });

const appGroup = new aws.ec2.SecurityGroup(`orders-app-${stack}`, { vpcId: vpc.id });

const cacheGroup = new aws.ec2.SecurityGroup(`orders-cache-${stack}`, { vpcId: vpc.id });

new aws.ec2.SecurityGroupRule(`orders-app-egress-all-${stack}`, {
  type: 'egress',
  securityGroupId: appGroup.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ['0.0.0.0/0'],
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

const cacheEgress = new aws.vpc.SecurityGroupEgressRule(`orders-cache-egress-${stack}`, {
  securityGroupId: cacheGroup.id,
  description: 'Allow all outbound',
  ipProtocol: '-1',
  cidrIpv4: '0.0.0.0/0',
});

export const cacheEgressId = cacheEgress.id;
