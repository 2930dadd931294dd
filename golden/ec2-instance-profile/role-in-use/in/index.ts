import * as aws from '@pulumi/aws';

const role = new aws.iam.Role('shared-role', {
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

new aws.iam.RolePolicyAttachment('shared-admin', {
  role: role.name,
  policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
});

const worker = new aws.ec2.Instance('worker', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
});

// Another project makes a profile of it
export const sharedRoleName = role.name;
export const workerId = worker.id;
