import { FieldStack } from '../lib/field-stack';

const stack = new FieldStack('field-service', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || 'dev',
  natGateways: 1,
});

export const vpcId = stack.vpcId;
