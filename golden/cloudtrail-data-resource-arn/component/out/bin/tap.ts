import { SecurityMonitoring } from '../lib/security-monitoring';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const monitoring = new SecurityMonitoring('monitoring', { environmentSuffix });

export const cloudTrailArn = monitoring.cloudTrailArn;
export const cloudTrailBucketName = monitoring.cloudTrailBucketName;
