import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const vpc = new aws.ec2.Vpc('v', { cidrBlock: '10.0.0.0/16' });
const tags = pulumi.output({ a: 'b' });
export const lambdaSg = new aws.ec2.SecurityGroup('lambda-sg', {
  vpcId: vpc.id,
  description: 'lambda',
});
export const rdsSg = new aws.ec2.SecurityGroup('rds-sg', {
  vpcId: vpc.id,
  description: 'rds',
  ingress: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, securityGroups: [lambdaSg.id] }],
  tags: tags.apply(t => ({ ...t })),
});
new aws.vpc.SecurityGroupEgressRule('lambda-sg-egress-5432-tcp', {
  securityGroupId: lambdaSg.id,
  ipProtocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  referencedSecurityGroupId: rdsSg.id,
});
new aws.vpc.SecurityGroupEgressRule('lambda-sg-egress-443-tcp', {
  securityGroupId: lambdaSg.id,
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrIpv4: vpc.cidrBlock,
});
