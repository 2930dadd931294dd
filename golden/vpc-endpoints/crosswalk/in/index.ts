import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';

const vpc = new awsx.ec2.Vpc('site', {
  cidrBlock: '10.90.0.0/16',
  vpcEndpointSpecs: [
    { serviceName: 'com.amazonaws.eu-west-1.logs', vpcEndpointType: 'Interface' },
  ],
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
