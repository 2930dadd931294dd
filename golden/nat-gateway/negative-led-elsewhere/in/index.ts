import * as aws from '@pulumi/aws';

// No public subnets: nothing is meant to leave
const vault = new aws.ec2.Vpc('vault', { cidrBlock: '10.2.0.0/16' });

new aws.ec2.Subnet('vault-private', {
  vpcId: vault.id,
  cidrBlock: '10.2.1.0/24',
});

// Everything leaves through a firewall
const spoke = new aws.ec2.Vpc('spoke', { cidrBlock: '10.1.0.0/16' });

const gateway = new aws.ec2.InternetGateway('spoke', { vpcId: spoke.id });

const edge = new aws.ec2.Subnet('spoke-public', {
  vpcId: spoke.id,
  cidrBlock: '10.1.0.0/24',
});

const edgeTable = new aws.ec2.RouteTable('spoke-public', {
  vpcId: spoke.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

new aws.ec2.RouteTableAssociation('spoke-public', {
  subnetId: edge.id,
  routeTableId: edgeTable.id,
});

const app = new aws.ec2.Subnet('spoke-private', {
  vpcId: spoke.id,
  cidrBlock: '10.1.1.0/24',
});

const appTable = new aws.ec2.RouteTable('spoke-private', {
  vpcId: spoke.id,
  routes: [
    { cidrBlock: '0.0.0.0/0', vpcEndpointId: 'vpce-0123456789abcdef0' },
  ],
});

new aws.ec2.RouteTableAssociation('spoke-private', {
  subnetId: app.id,
  routeTableId: appTable.id,
});

// Databases stay where they are
new aws.ec2.Subnet('spoke-database', {
  vpcId: spoke.id,
  cidrBlock: '10.1.2.0/24',
  mapPublicIpOnLaunch: false,
});
