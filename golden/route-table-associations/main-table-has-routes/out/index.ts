import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('mains', { cidrBlock: '10.0.0.0/16' });
const hub = new aws.ec2transitgateway.TransitGateway('hub', {});

const publicSubnet = new aws.ec2.Subnet('mains-public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.0.0/24',
  mapPublicIpOnLaunch: true,
});

// Everything goes to the hub unless told otherwise
new aws.ec2.Route('mains-to-hub', {
  routeTableId: vpc.mainRouteTableId,
  destinationCidrBlock: '10.0.0.0/8',
  transitGatewayId: hub.id,
});

const gateway = new aws.ec2.InternetGateway('mains', { vpcId: vpc.id });

const publicRouteTable = new aws.ec2.RouteTable('mains-public-rt', {
  vpcId: vpc.id,
});

new aws.ec2.RouteTableAssociation('mains-public-rta', {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});

new aws.ec2.Route('mains-public-route', {
  routeTableId: publicRouteTable.id,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: gateway.id,
});

export const subnetId = publicSubnet.id;
