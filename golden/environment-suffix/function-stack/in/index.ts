import * as pulumi from '@pulumi/pulumi';
import { createSearch } from './infra/search';

const config = new pulumi.Config();

const search = createSearch({
  instanceCount: config.getNumber('instances') ?? 1,
  volumeSize: config.getNumber('volume') ?? 20,
});

export const endpoint = search.domain.endpoint;
export const indexQueueUrl = search.indexQueue.url;
