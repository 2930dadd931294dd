import * as aws from '@pulumi/aws';

const tags = (Name: string) => ({ Name, Owner: 'network' });

// The VPC
const vpc = new aws.ec2.Vpc('core-vpc', {
  cidrBlock: '10.0.0.0/16',
  tags: tags('core-vpc'),
});

// Endpoint for S3
const s3 = new aws.ec2.VpcEndpoint('core-s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.us-east-1.s3',
  vpcEndpointType: 'Gateway',
  tags: tags('core-s3'),
});

// Subnets
const privateA = new aws.ec2.Subnet('core-private-a', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
  tags: tags('core-private-a'),
});

const privateB = new aws.ec2.Subnet('core-private-b', {
  vpcId: vpc.id,
  cidrBlock: '10.0.2.0/24',
  tags: tags('core-private-b'),
});

const publicA = new aws.ec2.Subnet('core-public-a', {
  vpcId: vpc.id,
  cidrBlock: '10.0.3.0/24',
  mapPublicIpOnLaunch: true,
  tags: tags('core-public-a'),
});

// The way out of the public subnet
const igw = new aws.ec2.InternetGateway('core-igw', {
  vpcId: vpc.id,
  tags: tags('core-igw'),
});

const publicTable = new aws.ec2.RouteTable('core-public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }],
  tags: tags('core-public-rt'),
});

new aws.ec2.RouteTableAssociation('core-public-a-rta', {
  subnetId: publicA.id,
  routeTableId: publicTable.id,
});

export const ids = [s3.id, privateA.id, privateB.id];
