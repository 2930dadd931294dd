import * as pulumi from '@pulumi/pulumi';
import { WebStack } from '../lib/web-stack';

const config = new pulumi.Config();

const stack = new WebStack('web', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  subnetIds: config.requireObject<string[]>('subnetIds'),
});

export const instanceIds = stack.instanceIds;
