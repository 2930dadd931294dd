import * as pulumi from '@pulumi/pulumi';
import { WebStack } from '../lib/web-stack';

const config = new pulumi.Config();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new WebStack('web', {
  environmentSuffix,
  subnetIds: config.requireObject<string[]>('subnetIds'),
});

export const privateIps = stack.privateIps;
