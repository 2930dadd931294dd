import * as aws from '@pulumi/aws';

export function createVpc(name: string): aws.ec2.Vpc {
  return new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: '10.0.0.0/16' });
}
