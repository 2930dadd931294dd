import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('tap', {
  environmentSuffix,
  tags: { Project: 'payments' },
});

export const serviceName = stack.serviceName;
