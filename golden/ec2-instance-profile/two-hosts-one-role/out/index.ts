import * as aws from '@pulumi/aws';

const appRole = new aws.iam.Role('app-role', {
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

new aws.iam.RolePolicyAttachment('app-tables', {
  role: appRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess',
});

const bastionInstanceRole = new aws.iam.Role('bastion-instance-role', {
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

new aws.iam.RolePolicyAttachment('bastion-instance-ssm', {
  role: bastionInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const bastionInstanceProfile = new aws.iam.InstanceProfile(
  'bastion-instance-profile',
  {
    role: bastionInstanceRole.name,
  },
);

// Which of them is the role for?
const bastion = new aws.ec2.Instance('bastion', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.nano',
  iamInstanceProfile: bastionInstanceProfile.name,
});

const app = new aws.ec2.Instance('app', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: bastionInstanceProfile.name,
});

export const ids = [bastion.id, app.id];
