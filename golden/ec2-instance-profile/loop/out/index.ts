import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();
const subnetIds = config.requireObject<string[]>('subnetIds');
const stack = pulumi.getStack();

const webIds: pulumi.Output<string>[] = [];

const webInstanceRole = new aws.iam.Role(`web-instance-role-${stack}`, {
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
  tags: { Name: `web-instance-role-${stack}`, Stack: stack },
});

new aws.iam.RolePolicyAttachment(`web-instance-ssm-${stack}`, {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new aws.iam.InstanceProfile(
  `web-instance-profile-${stack}`,
  {
    role: webInstanceRole.name,
    tags: { Name: `web-instance-profile-${stack}`, Stack: stack },
  }
);

for (let i = 0; i < subnetIds.length; i++) {
  const web = new aws.ec2.Instance(`web-${i + 1}-${stack}`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    subnetId: subnetIds[i],
    iamInstanceProfile: webInstanceProfile.name,
    tags: { Name: `web-${i + 1}-${stack}`, Stack: stack },
  });
  webIds.push(web.id);
}

const jobs = subnetIds.map(
  (subnetId, index) =>
    new aws.ec2.Instance(`jobs-${index}`, {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      subnetId,
      iamInstanceProfile: webInstanceProfile.name,
      tags: { Name: `jobs-${index}`, Stack: stack },
    })
);

export const ids = [...webIds, ...jobs.map(job => job.id)];
