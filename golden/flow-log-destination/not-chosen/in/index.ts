import { NetworkStack } from './lib/network-stack';

const network = new NetworkStack('network', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
});

export const vpcId = network.vpc.id;
