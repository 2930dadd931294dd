import * as pulumi from '@pulumi/pulumi';
import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';
const config = new pulumi.Config();

const stack = new TapStack('pulumi-infra', {
  environmentSuffix,
  tags: {
    Environment: environmentSuffix,
    Repository: config.get('repository') || 'payments',
  },
});

export const databaseKeyArn = stack.databaseKeyArn;
export const logGroupName = stack.logGroupName;
