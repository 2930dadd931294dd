import * as aws from '@pulumi/aws';
import { TapStack } from '../lib/tap-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';
const defaultTags = { Environment: environmentSuffix, Team: 'payments' };

const provider = new aws.Provider('aws', {
  region: 'us-east-1',
  defaultTags: { tags: defaultTags },
});

const tapStack = new TapStack(
  'payment-platform',
  {
    environmentSuffix,
    tags: defaultTags,
    adminCidr: '10.0.0.0/8',
  },
  { provider }
);

export const vpcId = tapStack.vpcId;
export const auditBucketName = tapStack.auditBucketName;
export const batchGroupName = tapStack.batchGroupName;
