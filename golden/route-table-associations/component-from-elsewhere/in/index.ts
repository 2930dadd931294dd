import * as aws from '@pulumi/aws';
import { Network } from './network';

const network = new Network('app');

const gateway = new aws.ec2.InternetGateway('app', { vpcId: network.vpc.id });

const publicTable = new aws.ec2.RouteTable('app-public-rt', {
  vpcId: network.vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

// Each zone can be given its own way out
const privateTables = network.privateSubnets.map((subnet, index) => {
  return new aws.ec2.RouteTable(`app-private-rt-${index}`, {
    vpcId: network.vpc.id,
    tags: { Name: `app-private-rt-${index}` },
  });
});

export const tableIds = [publicTable.id, ...privateTables.map(t => t.id)];
