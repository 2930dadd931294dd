import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const publicRt = new aws.ec2.RouteTable('public', { vpcId: vpc.id });
const privateRt = new aws.ec2.RouteTable('private', { vpcId: vpc.id });

const publicSubnet = new aws.ec2.Subnet('public', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const privateSubnet = new aws.ec2.Subnet('private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.2.0/24',
});

new aws.ec2.RouteTableAssociation('public', {
  subnetId: publicSubnet.id,
  routeTableId: publicRt.id,
});

new aws.ec2.RouteTableAssociation('private', {
  subnetId: privateSubnet.id,
  routeTableId: privateRt.id,
});

// The way out
const igw = new aws.ec2.InternetGateway('main', { vpcId: vpc.id });

const natEip = new aws.ec2.Eip('main-nat-eip', {
  domain: 'vpc',
});

const natGateway = new aws.ec2.NatGateway(
  'main-nat',
  {
    allocationId: natEip.id,
    subnetId: publicSubnet.id,
  },
  { dependsOn: [igw] },
);

new aws.ec2.Route('private-route', {
  routeTableId: privateRt.id,
  destinationCidrBlock: '0.0.0.0/0',
  natGatewayId: natGateway.id,
});

new aws.ec2.Route('public', {
  routeTableId: publicRt.id,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: igw.id,
});

export const subnetIds = [publicSubnet.id, privateSubnet.id];
