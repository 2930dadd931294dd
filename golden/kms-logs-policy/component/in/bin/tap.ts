import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('pulumi-infra', { environmentSuffix });

export const logGroupName = stack.logGroupName;
