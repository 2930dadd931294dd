import * as pulumi from '@pulumi/pulumi';
import { TapStack } from '../lib/tap-stack';

const config = new pulumi.Config();

const stack = new TapStack('tap', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  subnetIds: config.requireObject<string[]>('subnetIds'),
  sshPublicKey: config.require('sshPublicKey'),
});

export const bastionId = stack.bastionId;
export const keyPairName = stack.keyPairName;
