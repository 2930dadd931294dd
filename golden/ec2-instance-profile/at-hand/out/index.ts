import * as aws from '@pulumi/aws';

const ssmRole = new aws.iam.Role('ssm-role', {
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

new aws.iam.RolePolicyAttachment('ssm', {
  role: ssmRole.name,
  policyArn: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
});

const ssmProfile = new aws.iam.InstanceProfile('ssm', { role: ssmRole.name });

// May do more than others should
const deployRole = new aws.iam.Role('deploy-role', {
  assumeRolePolicy: ssmRole.assumeRolePolicy,
});
new aws.iam.RolePolicyAttachment('deploy', {
  role: deployRole.name,
  policyArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
});
const deployProfile = new aws.iam.InstanceProfile('deploy', {
  role: deployRole.name,
});

const deploy = new aws.ec2.Instance('deploy', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: deployProfile.name,
});

const bastion = new aws.ec2.Instance('bastion', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: ssmProfile.name,
});

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: ssmProfile.name,
});

const template = new aws.ec2.LaunchTemplate('batch', {
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: { arn: ssmProfile.arn },
});

export const ids = [deploy.id, bastion.id, web.id, template.id];
