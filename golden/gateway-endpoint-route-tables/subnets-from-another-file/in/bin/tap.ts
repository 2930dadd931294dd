import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('claims', {
  environmentSuffix,
  tags: { Owner: 'claims-team' },
});

export const vpcId = stack.vpcId;
export const intakeFunctionName = stack.intakeFunctionName;
