import { ec2, iam } from '@pulumi/aws';

const common = { ami: 'ami-0123456789abcdef0', instanceType: 't3.micro' };

const webInstanceRole = new iam.Role('web-instance-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new iam.RolePolicyAttachment('web-instance-ssm', {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new iam.InstanceProfile('web-instance-profile', {
  role: webInstanceRole.name,
});

const web = new ec2.Instance('web', {
  ...common,
  iamInstanceProfile: webInstanceProfile.name,
});

const worker = new ec2.Instance('worker', {
  ...common,
  iamInstanceProfile: webInstanceProfile.name,
  userData: '#!/bin/bash\nyum update -y\n',
});

const bastion = new ec2.Instance('bastion', {
  ...common,
  iamInstanceProfile: webInstanceProfile.name,
});

export const addresses = [web, worker, bastion].map(instance => instance.privateIp);
