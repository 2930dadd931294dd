import * as pulumi from '@pulumi/pulumi';
import { NotifierStack } from '../lib/notifier-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || pulumi.getStack();

const stack = new NotifierStack('notifier', { environmentSuffix });

export const { topicArn, apiUrl } = stack;
