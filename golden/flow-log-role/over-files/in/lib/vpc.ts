import * as aws from '@pulumi/aws';

export const vpc = new aws.ec2.Vpc('ledger', { cidrBlock: '10.9.0.0/16' });
