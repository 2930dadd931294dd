import * as pulumi from '@pulumi/pulumi';
import { IngestStack } from '../lib/ingest-stack';

const config = new pulumi.Config();

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

new IngestStack('ingest', {
  environmentSuffix,
  // devices send once a minute
  shardCount: config.getNumber('shards') || 1,
});
