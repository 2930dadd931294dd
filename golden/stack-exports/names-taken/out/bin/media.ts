import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { MediaStack } from '../lib/media-stack';

const stack = pulumi.getStack();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || stack;
const domain = new pulumi.Config().require('domain');

const tags = { Environment: environmentSuffix, PulumiStack: stack };
const provider = new aws.Provider('aws', { region: 'eu-west-1' });

const mediaStack = new MediaStack(
  'media',
  { environmentSuffix, domain, tags },
  { provider }
);

export const mediaStackDomain = mediaStack.domain;
export const originBucketName = mediaStack.originBucketName;
export const queueUrls = mediaStack.queueUrls;
export const certificateArn = mediaStack.certificateArn;

void pulumi.log.info(`media of ${domain}`);
