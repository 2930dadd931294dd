import { NetworkStack } from '../lib/network-stack';

const stack = new NetworkStack('shop', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
});

export const vpcId = stack.vpcId;
export const privateSubnetIds = stack.privateSubnetIds;
