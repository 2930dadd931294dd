import { WebStack } from './lib/web-stack';

const stack = new WebStack('web', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  containerPort: 8080,
});

export const groupIds = stack.groupIds;
