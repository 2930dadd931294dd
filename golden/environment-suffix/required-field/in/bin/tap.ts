import * as pulumi from '@pulumi/pulumi';
import { IngestStack } from '../lib/ingest-stack';

const config = new pulumi.Config();

new IngestStack('ingest', {
  // devices send once a minute
  shardCount: config.getNumber('shards') || 1,
});
