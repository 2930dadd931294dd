import * as pulumi from '@pulumi/pulumi';
import { ShopStack } from '../lib/shop-stack';

const config = new pulumi.Config();
const environmentSuffix = config.get('environmentSuffix') || 'dev';

const stack = new ShopStack('shop', {
  environmentSuffix,
  adminCidr: config.get('adminCidr') || '10.9.0.0/16',
  publicKey: config.get('publicKey') || 'ssh-ed25519 AAAA',
});

export const vpcId = stack.vpcId;
export const bastionId = stack.bastionId;
export const bastionKeyName = stack.keyName;
