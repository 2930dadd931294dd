import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

// One direction
const albSg = new aws.ec2.SecurityGroup('alb-sg', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] }],
});
const appSg = new aws.ec2.SecurityGroup('app-sg', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 8080, toPort: 8080, securityGroups: [albSg.id] }],
});

// Both, the other one as a resource of its own
new aws.vpc.SecurityGroupEgressRule('alb-to-app', {
  securityGroupId: albSg.id,
  referencedSecurityGroupId: appSg.id,
  ipProtocol: 'tcp',
  fromPort: 8080,
  toPort: 8080,
});

// Itself
const members = new aws.ec2.SecurityGroup('members-sg', {
  vpcId: vpc.id,
  ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }],
});
new aws.ec2.SecurityGroupRule('members-out', {
  type: 'egress',
  securityGroupId: members.id,
  sourceSecurityGroupId: members.id,
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
});

// Each tier admits the one before it
class Tier extends pulumi.ComponentResource {
  readonly front: aws.ec2.SecurityGroup;
  readonly back: aws.ec2.SecurityGroup;

  constructor(name: string, upstream?: pulumi.Input<string>) {
    super('acme:Tier', name);
    this.front = new aws.ec2.SecurityGroup(
      `${name}-front`,
      {
        vpcId: vpc.id,
        ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [upstream ?? albSg.id] }],
      },
      { parent: this },
    );
    this.back = new aws.ec2.SecurityGroup(
      `${name}-back`,
      {
        vpcId: vpc.id,
        ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [this.front.id] }],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
const first = new Tier('first');
const second = new Tier('second', first.back.id);

// Each turn admits the one before it
let previous: aws.ec2.SecurityGroup | undefined;
for (const name of ['extract', 'load']) {
  const current: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(`${name}-sg`, {
    vpcId: vpc.id,
    ingress: previous ? [{ protocol: 'tcp', fromPort: 7000, toPort: 7000, securityGroups: [previous.id] }] : [],
  });
  previous = current;
}
let last = albSg;
['x', 'y'].forEach(name => {
  last = new aws.ec2.SecurityGroup(`${name}-sg`, {
    vpcId: vpc.id,
    ingress: [{ protocol: 'tcp', fromPort: 7000, toPort: 7000, securityGroups: [last.id] }],
  });
});

export const ids = [members.id, second.back.id, last.id];
