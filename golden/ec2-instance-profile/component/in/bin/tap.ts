import * as pulumi from '@pulumi/pulumi';
import { WebStack } from '../lib/web-stack';

const config = new pulumi.Config();

const stack = new WebStack('web', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  subnetIds: config.requireObject<string[]>('subnetIds'),
  tags: { Project: 'tap' },
});

export const instanceIds = stack.instanceIds;
export const groupName = stack.groupName;
