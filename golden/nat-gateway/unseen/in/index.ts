import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

// Only an argument speaks of it
const labs = new aws.ec2.Vpc('labs', { cidrBlock: '10.1.0.0/16' });

const labsGateway = new aws.ec2.InternetGateway('labs', { vpcId: labs.id });

const labsPublic = new aws.ec2.Subnet('labs-public', {
  vpcId: labs.id,
  cidrBlock: '10.1.0.0/24',
});

const labsPublicTable = new aws.ec2.RouteTable('labs-public', {
  vpcId: labs.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: labsGateway.id }],
});

new aws.ec2.RouteTableAssociation('labs-public', {
  subnetId: labsPublic.id,
  routeTableId: labsPublicTable.id,
});

new aws.ec2.Subnet('labs-machines', {
  vpcId: labs.id,
  cidrBlock: '10.1.1.0/24',
  mapPublicIpOnLaunch: false,
});

// One table for machines and databases
const shop = new aws.ec2.Vpc('shop', { cidrBlock: '10.2.0.0/16' });

const shopGateway = new aws.ec2.InternetGateway('shop', { vpcId: shop.id });

const shopPublic = new aws.ec2.Subnet('shop-public', {
  vpcId: shop.id,
  cidrBlock: '10.2.0.0/24',
});

const shopPublicTable = new aws.ec2.RouteTable('shop-public', {
  vpcId: shop.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: shopGateway.id }],
});

new aws.ec2.RouteTableAssociation('shop-public', {
  subnetId: shopPublic.id,
  routeTableId: shopPublicTable.id,
});

const shopApp = new aws.ec2.Subnet('shop-private', {
  vpcId: shop.id,
  cidrBlock: '10.2.1.0/24',
});

const shopData = new aws.ec2.Subnet('shop-isolated', {
  vpcId: shop.id,
  cidrBlock: '10.2.2.0/24',
});

const shopTable = new aws.ec2.RouteTable('shop-inner', { vpcId: shop.id });

[shopApp, shopData].forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`shop-inner-${i}`, {
    subnetId: subnet.id,
    routeTableId: shopTable.id,
  });
});

// Nothing leads its public subnet out
const bare = new aws.ec2.Vpc('bare', { cidrBlock: '10.3.0.0/16' });

new aws.ec2.Subnet('bare-public', { vpcId: bare.id, cidrBlock: '10.3.0.0/24' });

new aws.ec2.Subnet('bare-private', {
  vpcId: bare.id,
  cidrBlock: '10.3.1.0/24',
});
