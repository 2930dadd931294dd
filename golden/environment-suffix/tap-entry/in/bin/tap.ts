/**
 * Entry point of the program: one provider, one stack.
 */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TapStack } from '../lib/tap-stack';

const config = new pulumi.Config();

const repository = process.env.REPOSITORY || 'unknown';
const commitAuthor = process.env.COMMIT_AUTHOR || 'unknown';

const defaultTags = {
  Repository: repository,
  Author: commitAuthor,
  CostCenter: config.get('costCenter') || 'payments',
};

const provider = new aws.Provider('aws', {
  region: 'us-east-1',
  defaultTags: { tags: defaultTags },
});

// Everything else is made by the stack
const stack = new TapStack('pulumi-infra', { tags: defaultTags }, { provider });

export const queueUrl = stack.queueUrl;
export const ledgerTableName = stack.ledgerTableName;
