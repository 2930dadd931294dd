import * as aws from '@pulumi/aws';

const teams = ['search', 'orders'];

const hosts: aws.ec2.Instance[] = [];
const instanceRole = new aws.iam.Role('instance-role', {
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

new aws.iam.RolePolicyAttachment('instance-ssm', {
  role: instanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const instanceProfile = new aws.iam.InstanceProfile('instance-profile', {
  role: instanceRole.name,
});

teams.forEach(team => {
  const host = new aws.ec2.Instance(`${team}-host`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    iamInstanceProfile: instanceProfile.name,
    tags: { Team: team },
  });
  hosts.push(host);
});

export const hostIds = hosts.map(host => host.id);
