import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({ owners: ['amazon'], mostRecent: true, filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }] });

const webInstanceRole = new aws.iam.Role('web-instance-role', {
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
  tags: { Name: 'web-instance-role' },
});

new aws.iam.RolePolicyAttachment('web-instance-ssm', {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new aws.iam.InstanceProfile('web-instance-profile', {
  role: webInstanceRole.name,
  tags: { Name: 'web-instance-profile' },
});

export const web = new aws.ec2.Instance('web', {
  ami: ami.id,
  instanceType: 't3.micro',
  iamInstanceProfile: webInstanceProfile.name,
  ebsOptimized: true,
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: 'enabled',
  },
  tags: { Name: 'web' },
}).id;

export const workers = ['blue', 'green'].map(
  (name) =>
    new aws.ec2.Instance(name, {
      ami: ami.id,
      instanceType: 'c7g.large',
      iamInstanceProfile: webInstanceProfile.name,
      rootBlockDevice: { volumeSize: 30, encrypted: true },
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'enabled',
      },
    }).id,
);
