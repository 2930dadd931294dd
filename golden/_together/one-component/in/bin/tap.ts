/**
 * Entry point: where the resources go, and what they are tagged with.
 */
import * as aws from '@pulumi/aws';
import { TapStack } from '../lib/tap-stack';

const defaultTags = {
  Repository: process.env.REPOSITORY || 'unknown',
  Author: process.env.COMMIT_AUTHOR || 'unknown',
};

const provider = new aws.Provider('aws', {
  region: 'eu-west-1',
  defaultTags: { tags: defaultTags },
});

new TapStack('zero-trust', { tags: defaultTags }, { provider });
