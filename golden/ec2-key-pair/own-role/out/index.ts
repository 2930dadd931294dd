import * as aws from '@pulumi/aws';

const mailRole = new aws.iam.Role('mail-role', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'ec2.amazonaws.com',
  }),
});

new aws.iam.RolePolicyAttachment('mail-ses', {
  role: mailRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSESFullAccess',
});

new aws.iam.RolePolicyAttachment('mail-ssm', {
  role: mailRole.name,
  policyArn: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
});

const mailInstanceProfile = new aws.iam.InstanceProfile(
  'mail-instance-profile',
  {
    role: mailRole.name,
  },
);

const mail = new aws.ec2.Instance('mail', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.small',
  iamInstanceProfile: mailInstanceProfile.name,
});

export const mailIp = mail.privateIp;
