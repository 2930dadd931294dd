import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput();

const vpc = new awsx.ec2.Vpc('site', {
  cidrBlock: '10.90.0.0/16',
  vpcEndpointSpecs: [
    { serviceName: 'com.amazonaws.eu-west-1.logs', vpcEndpointType: 'Interface' },
  ],
  enableDnsHostnames: true,
});

new aws.ec2.VpcEndpoint('site-s3-endpoint', {
  vpcId: vpc.vpcId,
  serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
  vpcEndpointType: 'Gateway',
  routeTableIds: vpc.routeTables.apply((tables) =>
    tables.map((table) => table.id),
  ),
});

const endpointSecurityGroup = new aws.ec2.SecurityGroup('site-endpoint-sg', {
  vpcId: vpc.vpcId,
  description: 'HTTPS to the interface endpoints',
  ingress: [
    {
      description: 'HTTPS from the VPC',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [vpc.vpc.cidrBlock],
    },
  ],
});

new aws.ec2.VpcEndpoint('site-ecr-api-endpoint', {
  vpcId: vpc.vpcId,
  serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.api`,
  vpcEndpointType: 'Interface',
  subnetIds: vpc.privateSubnetIds,
  securityGroupIds: [endpointSecurityGroup.id],
  privateDnsEnabled: true,
});

new aws.ec2.VpcEndpoint('site-ecr-dkr-endpoint', {
  vpcId: vpc.vpcId,
  serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.dkr`,
  vpcEndpointType: 'Interface',
  subnetIds: vpc.privateSubnetIds,
  securityGroupIds: [endpointSecurityGroup.id],
  privateDnsEnabled: true,
});

const repository = new awsx.ecr.Repository('site');
const image = new awsx.ecr.Image('site', {
  repositoryUrl: repository.url,
  context: './app',
});

const cluster = new aws.ecs.Cluster('site');

new awsx.ecs.FargateService('site', {
  cluster: cluster.arn,
  networkConfiguration: { subnets: vpc.privateSubnetIds },
  taskDefinitionArgs: {
    container: {
      name: 'site',
      image: image.imageUri,
      cpu: 256,
      memory: 512,
    },
  },
});

export const vpcId = vpc.vpcId;
