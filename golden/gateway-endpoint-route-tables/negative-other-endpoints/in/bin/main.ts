import * as pulumi from '@pulumi/pulumi';
import { Endpoints } from '../lib/endpoints';
import { Network } from '../lib/network';

const environmentSuffix = pulumi.getStack();

const network = new Network('network', { environmentSuffix });

const endpoints = new Endpoints('endpoints', {
  environmentSuffix,
  vpcId: network.vpcId,
  subnetIds: network.privateSubnetIds,
  subnetTables: network.privateSubnetTables,
});

export const vpcId = network.vpcId;
export const gatewayEndpointIds = endpoints.gatewayEndpointIds;
