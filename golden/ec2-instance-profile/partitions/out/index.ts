import * as aws from '@pulumi/aws';
import { webServer } from './web';

const govCloud = new aws.Provider('gov', { region: 'us-gov-west-1' });

const bastionInstanceRole = new aws.iam.Role(
  'bastion-instance-role',
  {
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
  },
  { provider: govCloud }
);

new aws.iam.RolePolicyAttachment(
  'bastion-instance-ssm',
  {
    role: bastionInstanceRole.name,
    policyArn: 'arn:aws-us-gov:iam::aws:policy/AmazonSSMManagedInstanceCore',
  },
  { provider: govCloud }
);

const bastionInstanceProfile = new aws.iam.InstanceProfile(
  'bastion-instance-profile',
  {
    role: bastionInstanceRole.name,
  },
  { provider: govCloud }
);

const bastion = new aws.ec2.Instance(
  'bastion',
  {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    iamInstanceProfile: bastionInstanceProfile.name,
  },
  { provider: govCloud }
);

export const ids = [bastion.id, webServer('web').id];
