import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

// The tasks only answer
const albSg = new aws.ec2.SecurityGroup('alb-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['0.0.0.0/0'],
    },
  ],
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
  ],
});

const ecsSg = new aws.ec2.SecurityGroup('ecs-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [albSg.id],
    },
  ],
});

// What may go anywhere needs no rule for the database
const jobsSg = new aws.ec2.SecurityGroup('jobs-sg', {
  vpcId: vpc.id,
  egress: [
    { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [ecsSg.id],
    },
  ],
});

const dbSg = new aws.ec2.SecurityGroup('db-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [jobsSg.id],
    },
  ],
});

export const groups = [albSg.id, ecsSg.id, jobsSg.id, dbSg.id];
