import * as aws from '@pulumi/aws';
import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const provider = new aws.Provider('aws', { region: 'us-east-1' });

const stack = new TapStack(
  'pulumi-infra',
  { environmentSuffix, tags: { Project: 'payments' } },
  { provider }
);

export const backupPlanId = stack.backupPlanId;
