import * as aws from '@pulumi/aws';
import { PrintStack } from '../lib/print-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const provider = new aws.Provider('aws', { region: 'eu-west-2' });

const stack = new PrintStack('print', { environmentSuffix }, { provider });

export const spoolerId = stack.spoolerId;
export const auditTrail = stack.trailArn;
