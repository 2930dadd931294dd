import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const lambdaGroup = new aws.ec2.SecurityGroup('lambda-sg', {
  vpcId: vpc.id,
});

const databaseGroup = new aws.ec2.SecurityGroup('database-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 3306,
      toPort: 3306,
      securityGroups: [pulumi.interpolate`${lambdaGroup.id}`],
    },
  ],
});

new aws.vpc.SecurityGroupEgressRule('lambda-sg-egress-3306-tcp', {
  securityGroupId: lambdaGroup.id,
  ipProtocol: 'tcp',
  fromPort: 3306,
  toPort: 3306,
  referencedSecurityGroupId: databaseGroup.id,
});

new aws.vpc.SecurityGroupEgressRule('lambda-sg-egress-443-tcp', {
  securityGroupId: lambdaGroup.id,
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrIpv4: '0.0.0.0/0',
});

export const databaseGroupId = databaseGroup.id;
