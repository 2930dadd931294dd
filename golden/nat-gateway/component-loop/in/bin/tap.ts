import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new TapStack('booking-platform', { environmentSuffix });

export const vpcId = stack.vpcId;
export const publicSubnetIds = stack.publicSubnetIds;
