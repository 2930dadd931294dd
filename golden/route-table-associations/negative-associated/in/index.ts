import * as aws from '@pulumi/aws';
import { route } from './lib/routing';

const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16' });
const gateway = new aws.ec2.InternetGateway('igw', { vpcId: vpc.id });

const publicSubnets: aws.ec2.Subnet[] = [];
for (let i = 0; i < 2; i++) {
  publicSubnets.push(
    new aws.ec2.Subnet(`public-${i}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
      mapPublicIpOnLaunch: true,
    })
  );
}
route(vpc, gateway, publicSubnets);

// Stays on the main table, which the next one becomes
const privateSubnet = new aws.ec2.Subnet('private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.9.0/24',
});
const privateTable = new aws.ec2.RouteTable('private', { vpcId: vpc.id });
new aws.ec2.MainRouteTableAssociation('private', {
  vpcId: vpc.id,
  routeTableId: privateTable.id,
});

// Routes what comes in
const edgeTable = new aws.ec2.RouteTable('public-edge', { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation('edge', {
  gatewayId: gateway.id,
  routeTableId: edgeTable.id,
});

export const subnetIds = [...publicSubnets, privateSubnet].map(s => s.id);
