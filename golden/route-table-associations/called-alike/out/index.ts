import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop', { cidrBlock: '10.0.0.0/16' });

const webTable = new aws.ec2.RouteTable('web-rt', { vpcId: vpc.id });
const appTable = new aws.ec2.RouteTable('app-rt', { vpcId: vpc.id });

const webSubnets = [0, 1].map(
  i =>
    new aws.ec2.Subnet(`web-subnet-${i}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
    })
);

webSubnets.forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`web-rta-${i}`, {
    subnetId: subnet.id,
    routeTableId: webTable.id,
  });
});

const appSubnetA = new aws.ec2.Subnet('app-subnet-a', {
  vpcId: vpc.id,
  cidrBlock: '10.0.8.0/24',
});
const appSubnetB = new aws.ec2.Subnet('app-subnet-b', {
  vpcId: vpc.id,
  cidrBlock: '10.0.9.0/24',
});

new aws.ec2.RouteTableAssociation('app-rta-b', {
  subnetId: appSubnetB.id,
  routeTableId: appTable.id,
});

new aws.ec2.RouteTableAssociation('app-rta-a', {
  subnetId: appSubnetA.id,
  routeTableId: appTable.id,
});

export const ids = [webTable.id, appSubnetB.id, ...webSubnets.map(s => s.id)];
