import * as aws from '@pulumi/aws';

// Everything leaves through the inspection VPC
const spoke = new aws.ec2.Vpc('spoke', { cidrBlock: '10.1.0.0/16' });

const publicSubnet = new aws.ec2.Subnet('spoke-public', {
  vpcId: spoke.id,
  cidrBlock: '10.1.1.0/24',
});

const table = new aws.ec2.RouteTable('spoke-public', {
  vpcId: spoke.id,
  routes: [{ cidrBlock: '0.0.0.0/0', transitGatewayId: 'tgw-0123456789' }],
});

new aws.ec2.RouteTableAssociation('spoke-public', {
  subnetId: publicSubnet.id,
  routeTableId: table.id,
});

// Nothing of it is public
const vault = new aws.ec2.Vpc('vault', { cidrBlock: '10.2.0.0/16' });

['a', 'b'].forEach((zone, i) => {
  new aws.ec2.Subnet(`vault-private-${zone}`, {
    vpcId: vault.id,
    cidrBlock: `10.2.${i}.0/24`,
    availabilityZone: `eu-west-1${zone}`,
    mapPublicIpOnLaunch: false,
  });
});

// Has its gateway
const standard = new aws.ec2.DefaultVpc('standard', {});

new aws.ec2.Subnet('standard-public', {
  vpcId: standard.id,
  cidrBlock: '172.31.200.0/24',
  mapPublicIpOnLaunch: true,
});

// The main table leads out
const office = new aws.ec2.Vpc('office', { cidrBlock: '10.4.0.0/16' });

const gateway = new aws.ec2.InternetGateway('office', { vpcId: office.id });

new aws.ec2.Route('office-default', {
  routeTableId: office.mainRouteTableId,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: gateway.id,
});

new aws.ec2.Subnet('office-public', {
  vpcId: office.id,
  cidrBlock: '10.4.1.0/24',
  mapPublicIpOnLaunch: true,
});
