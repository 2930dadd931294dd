import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('tap-zero-trust', { environmentSuffix });

export const vpcId = stack.vpcId;
export const vaultBucketName = stack.vaultBucketName;
