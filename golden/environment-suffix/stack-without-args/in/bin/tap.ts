import * as aws from '@pulumi/aws';
import { ArchiveStack } from '../lib/archive-stack';

const provider = new aws.Provider('aws', { region: 'eu-central-1' });

const stack = new ArchiveStack('archive', { provider });

export const vaultName = stack.vaultName;
export const planId = stack.planId;
