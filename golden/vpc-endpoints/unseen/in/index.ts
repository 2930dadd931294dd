import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { spokeTables } from './tables';

const config = new pulumi.Config();

const bucket = new aws.s3.BucketV2('reports');
const environment = { variables: { BUCKET: bucket.bucket } };
const role = new aws.iam.Role('reader', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
  managedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess'],
});

// Who makes the VPC may have made its endpoints too
const outside = new aws.ec2.Subnet('outside-private', {
  vpcId: config.require('vpcId'),
  cidrBlock: '10.1.1.0/24',
});
new aws.lambda.Function('outside', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment,
  vpcConfig: { subnetIds: [outside.id], securityGroupIds: [] },
});

// One of its endpoints is for a service that is configured
const hub = new aws.ec2.Vpc('hub', { cidrBlock: '10.2.0.0/16' });
const hubSubnet = new aws.ec2.Subnet('hub-private', {
  vpcId: hub.id,
  cidrBlock: '10.2.1.0/24',
});
new aws.ec2.VpcEndpoint('hub-service', {
  vpcId: hub.id,
  serviceName: config.require('service'),
  vpcEndpointType: 'Interface',
});
new aws.lambda.Function('hub', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment,
  vpcConfig: { subnetIds: [hubSubnet.id], securityGroupIds: [] },
});

// Its tables and its settings are decided elsewhere
const spoke = new aws.ec2.Vpc('spoke', {
  cidrBlock: '10.3.0.0/16',
  enableDnsHostnames: config.requireBoolean('names'),
});
const spokeSubnet = new aws.ec2.Subnet('spoke-private', {
  vpcId: spoke.id,
  cidrBlock: '10.3.1.0/24',
});
new aws.ec2.RouteTableAssociation('spoke-private', {
  subnetId: spokeSubnet.id,
  routeTableId: spokeTables.private,
});
new aws.lambda.Function('spoke', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment,
  vpcConfig: { subnetIds: [spokeSubnet.id], securityGroupIds: [] },
});

// Where it leads is configured
const edge = new aws.ec2.Vpc('edge', { cidrBlock: '10.4.0.0/16' });
const edgeSubnet = new aws.ec2.Subnet('edge', {
  vpcId: edge.id,
  cidrBlock: '10.4.1.0/24',
});
const edgeTable = new aws.ec2.RouteTable('edge', {
  vpcId: edge.id,
  routes: config.requireObject('routes'),
});
new aws.ec2.RouteTableAssociation('edge', {
  subnetId: edgeSubnet.id,
  routeTableId: edgeTable.id,
});
new aws.lambda.Function('edge', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment,
  vpcConfig: { subnetIds: [edgeSubnet.id], securityGroupIds: [] },
});
