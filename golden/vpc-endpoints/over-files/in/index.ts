import { Network } from './network';
import { Api } from './service';

const network = new Network('shop');

const api = new Api('shop-api', {
  vpcId: network.vpcId,
  subnetIds: network.privateSubnetIds,
});

export const service = api.service.name;
