import { Network } from './lib/network';

const network = new Network('core');

export const subnetIds = network.privateSubnets.map(subnet => subnet.id);
