import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TapStack } from '../lib/tap-stack';

const config = new pulumi.Config();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';
const provider = new aws.Provider('aws', {
  region: (config.get('region') || 'eu-west-1') as aws.Region,
});

const stack = new TapStack(
  'pulumi-infra',
  {
    environmentSuffix,
    tags: config.requireObject<Record<string, string>>('tags'),
  },
  { provider }
);

export const instanceIds = stack.instanceIds;
export const launchTemplateId = stack.launchTemplateId;
