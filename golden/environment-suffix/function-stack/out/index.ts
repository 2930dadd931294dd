import * as pulumi from '@pulumi/pulumi';
import { createSearch } from './infra/search';

const config = new pulumi.Config();

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const search = createSearch({
  environmentSuffix,
  instanceCount: config.getNumber('instances') ?? 1,
  volumeSize: config.getNumber('volume') ?? 20,
});

export const endpoint = search.domain.endpoint;
export const indexQueueUrl = search.indexQueue.url;
