import { TapStack } from '../lib/tap-stack';

const stack = new TapStack('claims', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
});

export const planId = stack.planId;
