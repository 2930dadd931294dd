import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('vault', { cidrBlock: '10.3.0.0/16' });

// Open inwards only
const edge = new aws.ec2.SecurityGroup('edge', {
  vpcId: vpc.id,
  ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
});

// To the VPC, to a group, and to one port of the world
const app = new aws.ec2.SecurityGroup('app', {
  vpcId: vpc.id,
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: [vpc.cidrBlock] },
    { protocol: '-1', fromPort: 0, toPort: 0, securityGroups: [edge.id] },
    { protocol: '-1', fromPort: 0, toPort: 0, self: true },
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
  ],
});

const silent = new aws.ec2.SecurityGroup('silent', { vpcId: vpc.id, egress: [] });

new aws.ec2.SecurityGroupRule('app-in', {
  type: 'ingress',
  securityGroupId: app.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ['0.0.0.0/0'],
});

new aws.vpc.SecurityGroupEgressRule('silent-out', {
  securityGroupId: silent.id,
  ipProtocol: '-1',
  cidrIpv4: '10.3.0.0/16',
});

// Filled under a name, with nothing that is open
const internal: aws.types.input.ec2.SecurityGroupEgress[] = [];
internal.push({ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['10.0.0.0/8'] });
new aws.ec2.SecurityGroup('internal', { vpcId: vpc.id, egress: internal });
