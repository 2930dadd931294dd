import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`status-vpc-${stack}`, {
  cidrBlock: '10.8.0.0/16',
});

const internetGateway = new aws.ec2.InternetGateway(`status-igw-${stack}`, {
  vpcId: vpc.id,
});

const publicSubnetA = new aws.ec2.Subnet(`status-public-subnet-a-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.8.1.0/24',
  availabilityZone: 'eu-central-1a',
  mapPublicIpOnLaunch: true,
});

const publicSubnetB = new aws.ec2.Subnet(`status-public-subnet-b-${stack}`, {
  vpcId: vpc.id,
  cidrBlock: '10.8.2.0/24',
  availabilityZone: 'eu-central-1b',
  mapPublicIpOnLaunch: true,
});

// The table of zone a is associated, and leads nowhere
const publicRouteTableA = new aws.ec2.RouteTable(
  `status-public-rt-a-${stack}`,
  { vpcId: vpc.id }
);

new aws.ec2.RouteTableAssociation(`status-public-rta-a-${stack}`, {
  subnetId: publicSubnetA.id,
  routeTableId: publicRouteTableA.id,
});

// The one of zone b knows the office, and is not associated
const peering = new aws.ec2.VpcPeeringConnection(`status-office-${stack}`, {
  vpcId: vpc.id,
  peerVpcId: new pulumi.Config().require('officeVpcId'),
});

const publicRouteTableB = new aws.ec2.RouteTable(
  `status-public-rt-b-${stack}`,
  {
    vpcId: vpc.id,
    routes: [
      { cidrBlock: '192.168.0.0/16', vpcPeeringConnectionId: peering.id },
    ],
  }
);

export const subnetIds = [publicSubnetA.id, publicSubnetB.id];
export const tableId = publicRouteTableB.id;
export const gatewayId = internetGateway.id;
