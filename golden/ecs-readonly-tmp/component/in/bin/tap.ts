import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('pulumi-infra', {
  environmentSuffix,
  tags: { Project: 'payments' },
});

export const taskDefinitionArn = stack.taskDefinitionArn;
