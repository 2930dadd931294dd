import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`ledger-${stack}`, { cidrBlock: '10.9.0.0/16' });

const internetGateway = new aws.ec2.InternetGateway(`ledger-${stack}`, {
  vpcId: vpc.id,
});

const publicSubnet = new aws.ec2.Subnet(`ledger-public-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.9.0.0/24',
});

const publicRouteTable = new aws.ec2.RouteTable(`ledger-public-${stack}`, {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internetGateway.id }],
});

new aws.ec2.RouteTableAssociation(`ledger-public-${stack}`, {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});

const privateSubnetA = new aws.ec2.Subnet(`ledger-private-a-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.9.10.0/24',
  availabilityZone: 'eu-west-1a',
});

const privateSubnetB = new aws.ec2.Subnet(`ledger-private-b-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.9.11.0/24',
  availabilityZone: 'eu-west-1b',
});

const natEip = new aws.ec2.Eip(`ledger-nat-eip-${stack}`, {
  domain: 'vpc',
});

const natGateway = new aws.ec2.NatGateway(
  `ledger-nat-${stack}`,
  {
    allocationId: natEip.id,
    subnetId: publicSubnet.id,
  },
  { dependsOn: [internetGateway] },
);

const privateRouteTable = new aws.ec2.RouteTable(`ledger-private-rt-${stack}`, {
  vpcId: vpc.id,
});

new aws.ec2.Route(`ledger-private-route-${stack}`, {
  routeTableId: privateRouteTable.id,
  destinationCidrBlock: '0.0.0.0/0',
  natGatewayId: natGateway.id,
});

new aws.ec2.RouteTableAssociation(`ledger-private-a-rta-${stack}`, {
  subnetId: privateSubnetA.id,
  routeTableId: privateRouteTable.id,
});

new aws.ec2.RouteTableAssociation(`ledger-private-b-rta-${stack}`, {
  subnetId: privateSubnetB.id,
  routeTableId: privateRouteTable.id,
});

// Databases talk to nobody outside
const isolatedSubnetA = new aws.ec2.Subnet(`ledger-isolated-a-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.9.20.0/24',
  availabilityZone: 'eu-west-1a',
});

const isolatedSubnetB = new aws.ec2.Subnet(`ledger-isolated-b-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.9.21.0/24',
  availabilityZone: 'eu-west-1b',
});

new aws.rds.SubnetGroup(`ledger-${stack}`, {
  subnetIds: [isolatedSubnetA.id, isolatedSubnetB.id],
});

export const appSubnetIds = [privateSubnetA.id, privateSubnetB.id];
