import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const lambdaGroup = new aws.ec2.SecurityGroup('lambda-sg', {
  vpcId: vpc.id,
  egress: vpc.cidrBlock.apply(block => [
    {
      protocol: 'tcp',
      fromPort: 3306,
      toPort: 3306,
      securityGroups: [databaseGroup.id],
    },
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
  ]),
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

export const databaseGroupId = databaseGroup.id;
