import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { MediaStack } from '../lib/media-stack';

const stack = pulumi.getStack();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || stack;
const domain = new pulumi.Config().require('domain');

const tags = { Environment: environmentSuffix, PulumiStack: stack };
const provider = new aws.Provider('aws', { region: 'eu-west-1' });

new MediaStack('media', { environmentSuffix, domain, tags }, { provider });

void pulumi.log.info(`media of ${domain}`);
