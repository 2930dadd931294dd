import * as aws from '@pulumi/aws';

const env = process.env.ENVIRONMENT || 'dev';
const region = 'eu-central-1';
const zones = [`${region}a`, `${region}b`];

const vpc = new aws.ec2.Vpc(`hub-vpc-${env}`, {
  cidrBlock: '10.20.0.0/16',
  enableDnsHostnames: true,
});

const appSubnets = zones.map(
  (zone, i) =>
    new aws.ec2.Subnet(`hub-private-app-${i}-${env}`, {
      vpcId: vpc.id,
      cidrBlock: `10.20.${i}.0/24`,
      availabilityZone: zone,
    })
);

const jobSubnets = zones.map(
  (az, i) =>
    new aws.ec2.Subnet(`hub-private-jobs-${i}-${env}`, {
      vpcId: vpc.id,
      cidrBlock: `10.20.${i + 10}.0/24`,
      availabilityZone: az,
    })
);

const appTable = new aws.ec2.RouteTable(`hub-app-rt-${env}`, { vpcId: vpc.id });
appSubnets.forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`hub-app-rta-${i}-${env}`, {
    subnetId: subnet.id,
    routeTableId: appTable.id,
  });
});

// A table for each zone of the jobs
jobSubnets.forEach((subnet, i) => {
  const table = new aws.ec2.RouteTable(`hub-jobs-rt-${i}-${env}`, {
    vpcId: vpc.id,
  });
  new aws.ec2.RouteTableAssociation(`hub-jobs-rta-${i}-${env}`, {
    subnetId: subnet.id,
    routeTableId: table.id,
  });
});

const profile = new aws.iam.InstanceProfile(`hub-host-${env}`, {
  role: new aws.iam.Role(`hub-host-${env}`, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
      Service: 'ec2.amazonaws.com',
    }),
    managedPolicyArns: [
      aws.iam.ManagedPolicy.AmazonEC2ContainerRegistryReadOnly,
      aws.iam.ManagedPolicy.CloudWatchAgentServerPolicy,
    ],
  }).name,
});

const template = new aws.ec2.LaunchTemplate(`hub-host-${env}`, {
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.small',
  iamInstanceProfile: { name: profile.name },
});

for (const [name, subnets] of [
  ['app', appSubnets],
  ['jobs', jobSubnets],
] as [string, aws.ec2.Subnet[]][]) {
  new aws.autoscaling.Group(`hub-${name}-${env}`, {
    minSize: 1,
    maxSize: 3,
    vpcZoneIdentifiers: subnets.map(subnet => subnet.id),
    launchTemplate: { id: template.id, version: '$Latest' },
  });
}

export const vpcId = vpc.id;
