import * as aws from '@pulumi/aws';
import { ArchiveStack } from '../lib/archive-stack';

const provider = new aws.Provider('aws', { region: 'eu-central-1' });

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new ArchiveStack('archive', { environmentSuffix }, { provider });

export const vaultName = stack.vaultName;
export const planId = stack.planId;
