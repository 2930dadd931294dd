import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('core', {
  cidrBlock: '10.0.0.0/16',
  enableDnsHostnames: true,
});

const [first, second] = ['a', 'b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`core-jobs-private-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: `us-east-1${zone}`,
    })
);

const hosts = new aws.ec2.Subnet('core-hosts-private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.8.0/24',
  availabilityZone: 'us-east-1c',
});

const table = new aws.ec2.RouteTable('core-private', { vpcId: vpc.id });
[first, second, hosts].forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`core-private-${i}`, {
    subnetId: subnet.id,
    routeTableId: table.id,
  });
});

// Sessions only: nobody but the bastion gets in
const bastion = new aws.ec2.SecurityGroup('bastion', { vpcId: vpc.id });
const sessions = new aws.ec2.SecurityGroup('sessions', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      securityGroups: [bastion.id],
    },
  ],
});
new aws.ec2.VpcEndpoint('core-ssm', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.us-east-1.ssm',
  vpcEndpointType: 'Interface',
  subnetIds: [hosts.id],
  securityGroupIds: [sessions.id],
  privateDnsEnabled: true,
});

const role = new aws.iam.Role('host', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'ec2.amazonaws.com',
  }),
});
new aws.iam.RolePolicyAttachment('host', {
  role: role.id,
  policyArn: 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
});
const profile = new aws.iam.InstanceProfile('host', { role: role.name });

const template = new aws.ec2.LaunchTemplate('host', {
  imageId: 'ami-0123456789abcdef0',
  iamInstanceProfile: { arn: profile.arn },
  userData: Buffer.from('#!/bin/bash\naws s3 sync s3://acme /srv\n').toString(
    'base64'
  ),
});

new aws.autoscaling.Group('host', {
  minSize: 1,
  maxSize: 2,
  vpcZoneIdentifiers: [hosts.id],
  launchTemplate: { id: template.id, version: '$Latest' },
});

// Images are pulled in subnets that no one name leads to
const task = new aws.ecs.TaskDefinition('jobs', {
  family: 'jobs',
  containerDefinitions: JSON.stringify([
    {
      name: 'jobs',
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/jobs:7',
    },
  ]),
});
new aws.ecs.Service('jobs', {
  taskDefinition: task.arn,
  networkConfiguration: { subnets: [first.id, second.id] },
});
