import { Config } from '@pulumi/pulumi';
import { RelayStack } from '../lib/relay-stack';

const config = new Config();

const relay = new RelayStack('mail-relay', {
  environmentSuffix: config.require('environmentSuffix'),
  sender: config.require('sender'),
});

export const bounceQueueUrl = relay.bounceQueueUrl;
