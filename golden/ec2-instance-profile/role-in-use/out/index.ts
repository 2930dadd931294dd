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

const workerInstanceRole = new aws.iam.Role('worker-instance-role', {
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

new aws.iam.RolePolicyAttachment('worker-instance-ssm', {
  role: workerInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const workerInstanceProfile = new aws.iam.InstanceProfile(
  'worker-instance-profile',
  {
    role: workerInstanceRole.name,
  },
);

const worker = new aws.ec2.Instance('worker', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: workerInstanceProfile.name,
});

// Another project makes a profile of it
export const sharedRoleName = role.name;
export const workerId = worker.id;
