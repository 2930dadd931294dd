import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { clients } from './clients';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

// A list that is computed
const a = new aws.ec2.SecurityGroup('a', {
  vpcId: vpc.id,
  ingress: [80, 443].map(port => ({
    protocol: 'tcp',
    fromPort: port,
    toPort: port,
    securityGroups: [b.id],
  })),
});
const b = new aws.ec2.SecurityGroup('b', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [a.id] }],
});

// Others' groups in a list that nobody sees
const c = new aws.ec2.SecurityGroup('c', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [d.id] },
    { protocol: 'tcp', fromPort: 22, toPort: 22, securityGroups: clients() },
  ],
});
const d = new aws.ec2.SecurityGroup('d', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [c.id] }],
});

// The default group always holds its rules itself
const g = new aws.ec2.DefaultSecurityGroup('g', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [h.id] }],
});
const h = new aws.ec2.SecurityGroup('h', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [g.id] }],
});

// Nothing that could be named holds the first
const groups = [
  new aws.ec2.SecurityGroup('i', {
    vpcId: vpc.id,
    ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [j.id] }],
  }),
];
const j: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('j', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [groups[0].id] }],
});

// The ids are exported, so that they stay where they are
export const clientIds = [n.id];
const m: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('m', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: clientIds }],
});
const n: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('n', {
  vpcId: vpc.id,
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [m.id] }],
});

// Under a condition each
const inside = new pulumi.Config().getBoolean('inside');
const k = inside
  ? new aws.ec2.SecurityGroup('k', {
      vpcId: vpc.id,
      ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [l!.id] }],
    })
  : undefined;
const l: aws.ec2.SecurityGroup | undefined = inside
  ? new aws.ec2.SecurityGroup('l', {
      vpcId: vpc.id,
      ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [k!.id] }],
    })
  : undefined;

export const ids: pulumi.Output<string>[] = [a.id, b.id, c.id, d.id, h.id, j.id];
