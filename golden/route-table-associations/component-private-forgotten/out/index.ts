import { NetworkStack } from './lib/network-stack';

const network = new NetworkStack('orders', { environmentSuffix: 'dev' });

export const vpcId = network.vpc.id;
