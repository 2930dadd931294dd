import * as pulumi from '@pulumi/pulumi';
import { Hosts } from './lib/hosts';

const config = new pulumi.Config();

const hosts = new Hosts('hosts', {
  environmentSuffix: pulumi.getStack(),
  subnetId: config.require('subnetId'),
  publicKey: config.require('publicKey'),
});

export const addresses = hosts.addresses;
export const keyName = hosts.keyName;
