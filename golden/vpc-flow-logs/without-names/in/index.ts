import { ec2 } from '@pulumi/aws';

const vpcs: ec2.Vpc[] = [];

vpcs.push(new ec2.Vpc('red-vpc', { cidrBlock: '10.1.0.0/16' }));
vpcs.push(new ec2.Vpc('blue-vpc', { cidrBlock: '10.2.0.0/16' }));

if (process.env.WITH_GREEN) vpcs.push(new ec2.Vpc('green-vpc', { cidrBlock: '10.3.0.0/16' }));

export const vpcIds = vpcs.map(vpc => vpc.id);
