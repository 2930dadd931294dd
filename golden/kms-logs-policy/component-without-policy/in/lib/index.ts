import { WebStack } from './web-stack';

const stack = new WebStack('web', { environmentSuffix: 'dev' });

export const logGroup = stack.logGroup;
