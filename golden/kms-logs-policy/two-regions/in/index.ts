import * as aws from '@pulumi/aws';
import { RegionalLogs } from './lib/regional-logs';

const region = aws.getRegionOutput();
const primary = new aws.Provider('primary', { region: 'us-east-1' });
const replica = new aws.Provider('replica', { region: 'eu-west-1' });

new RegionalLogs('primary', { provider: primary });
new RegionalLogs('replica', { provider: replica });

// Logs of edge functions live in one region only.
const edgeKey = new aws.kms.Key(
  'edge',
  { enableKeyRotation: true },
  { provider: replica }
);

new aws.cloudwatch.LogGroup(
  'edge',
  { retentionInDays: 30, kmsKeyId: edgeKey.arn },
  { provider: replica }
);

const archiveKey = new aws.kms.Key('archive', {
  enableKeyRotation: true,
  region: 'ap-southeast-2',
});

new aws.cloudwatch.LogGroup('archive', {
  region: 'ap-southeast-2',
  retentionInDays: 30,
  kmsKeyId: archiveKey.arn,
});

export const deployedTo = region.region;
