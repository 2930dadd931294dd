import * as aws from '@pulumi/aws';

const vpcId = new aws.ec2.Vpc('mesh', { cidrBlock: '10.4.0.0/16' }).id;

const gateway = new aws.ec2.SecurityGroup('mesh-gateway-sg', {
  vpcId,
  ingress: [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
    { protocol: 'icmp', fromPort: 8, toPort: 0, securityGroups: [worker.id] },
  ],
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
  egress: [
    {
      protocol: 'tcp',
      fromPort: 5671,
      toPort: 5672,
      securityGroups: [worker.id],
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

new aws.vpc.SecurityGroupEgressRule('mesh-worker-out', {
  securityGroupId: worker.id,
  ipProtocol: '-1',
  cidrIpv4: '0.0.0.0/0',
});
