import * as aws from '@pulumi/aws';

const vpcId = new aws.ec2.Vpc('mesh', { cidrBlock: '10.4.0.0/16' }).id;

const gateway = new aws.ec2.SecurityGroup('mesh-gateway-sg', {
  vpcId,
});

const service = new aws.ec2.SecurityGroup('mesh-service-sg', {
  vpcId,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 9090,
      toPort: 9090,
      securityGroups: [gateway.id],
    },
  ],
});

const worker = new aws.ec2.SecurityGroup('mesh-worker-sg', {
  vpcId,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 5671,
      toPort: 5672,
      securityGroups: [service.id],
    },
  ],
});

new aws.vpc.SecurityGroupIngressRule('mesh-gateway-sg-ingress-443-tcp', {
  securityGroupId: gateway.id,
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrIpv4: '0.0.0.0/0',
});

new aws.vpc.SecurityGroupIngressRule('mesh-gateway-sg-ingress-8-0-icmp', {
  securityGroupId: gateway.id,
  ipProtocol: 'icmp',
  fromPort: 8,
  toPort: 0,
  referencedSecurityGroupId: worker.id,
});

new aws.vpc.SecurityGroupEgressRule('mesh-service-sg-egress-5671-5672-tcp', {
  securityGroupId: service.id,
  ipProtocol: 'tcp',
  fromPort: 5671,
  toPort: 5672,
  referencedSecurityGroupId: worker.id,
});

new aws.vpc.SecurityGroupEgressRule('mesh-worker-out', {
  securityGroupId: worker.id,
  ipProtocol: '-1',
  cidrIpv4: '0.0.0.0/0',
});
