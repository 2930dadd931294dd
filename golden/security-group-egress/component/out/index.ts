import { WebStack } from './lib/web-stack';

const stack = new WebStack('web', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
});

export const url = stack.url;
