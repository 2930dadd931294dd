import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const vpc = new aws.ec2.Vpc('v', { cidrBlock: '10.0.0.0/16' });
const tags = pulumi.output({ a: 'b' });
export const lambdaSg = new aws.ec2.SecurityGroup('lambda-sg', {
  vpcId: vpc.id,
  description: 'lambda',
  egress: pulumi.all([rdsSg.id, vpc.cidrBlock]).apply(([rds, cidr]) => [
    { protocol: 'tcp', fromPort: 5432, toPort: 5432, securityGroups: [rds] },
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: [cidr] },
  ]),
});
export const rdsSg = new aws.ec2.SecurityGroup('rds-sg', {
  vpcId: vpc.id,
  description: 'rds',
  ingress: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, securityGroups: [lambdaSg.id] }],
  tags: tags.apply(t => ({ ...t })),
});
