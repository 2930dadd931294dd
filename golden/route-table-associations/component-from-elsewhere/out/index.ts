import * as aws from '@pulumi/aws';
import { Network } from './network';

const network = new Network('app');

const gateway = new aws.ec2.InternetGateway('app', { vpcId: network.vpc.id });

const publicTable = new aws.ec2.RouteTable('app-public-rt', {
  vpcId: network.vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

network.publicSubnetIds.forEach((subnetId, i) => {
  new aws.ec2.RouteTableAssociation(`app-public-rta-${i}`, {
    subnetId,
    routeTableId: publicTable.id,
  });
});

// Each zone can be given its own way out
const privateTables = network.privateSubnets.map((subnet, index) => {
  const privateRouteTable = new aws.ec2.RouteTable(`app-private-rt-${index}`, {
    vpcId: network.vpc.id,
    tags: { Name: `app-private-rt-${index}` },
  });

  new aws.ec2.RouteTableAssociation(`app-private-rta-${index}`, {
    subnetId: subnet.id,
    routeTableId: privateRouteTable.id,
  });

  return privateRouteTable;
});

export const tableIds = [publicTable.id, ...privateTables.map(t => t.id)];
