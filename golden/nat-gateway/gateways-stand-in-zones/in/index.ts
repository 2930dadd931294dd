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

const eipA = new aws.ec2.Eip(`ledger-a-${stack}`, { domain: 'vpc' });

const natGatewayA = new aws.ec2.NatGateway(`ledger-a-${stack}`, {
  allocationId: eipA.id,
  subnetId: publicSubnet.id,
});

const privateTableA = new aws.ec2.RouteTable(`ledger-private-a-${stack}`, {
  vpcId: vpc.id,
});

new aws.ec2.RouteTableAssociation(`ledger-private-a-${stack}`, {
  subnetId: privateSubnetA.id,
  routeTableId: privateTableA.id,
});

const eipB = new aws.ec2.Eip(`ledger-b-${stack}`, { domain: 'vpc' });

const natGatewayB = new aws.ec2.NatGateway(`ledger-b-${stack}`, {
  allocationId: eipB.id,
  subnetId: publicSubnet.id,
});

const privateTableB = new aws.ec2.RouteTable(`ledger-private-b-${stack}`, {
  vpcId: vpc.id,
});

new aws.ec2.RouteTableAssociation(`ledger-private-b-${stack}`, {
  subnetId: privateSubnetB.id,
  routeTableId: privateTableB.id,
});

export const appSubnetIds = [privateSubnetA.id, privateSubnetB.id];
