import * as pulumi from '@pulumi/pulumi';
import { ComputeStack } from '../lib/compute-stack';

const config = new pulumi.Config();

const stack = new ComputeStack('compute', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  subnetIds: config.requireObject<string[]>('subnetIds'),
});

export const groupName = stack.groupName;
export const imageId = stack.imageId;
