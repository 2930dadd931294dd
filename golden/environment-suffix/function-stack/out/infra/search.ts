import * as aws from '@pulumi/aws';

interface SearchArgs {
  instanceCount: number;
  volumeSize: number;
  environmentSuffix?: string;
}

/** A search domain, and the queue through which it is fed. */
export function createSearch({
  instanceCount,
  volumeSize,
  environmentSuffix = 'dev',
}: SearchArgs) {
  const tags = { Service: 'search', Environment: environmentSuffix };

  const logs = new aws.cloudwatch.LogGroup(`search-logs-${environmentSuffix}`, {
    retentionInDays: 90,
    tags,
  });

  const domain = new aws.opensearch.Domain(`search-${environmentSuffix}`, {
    engineVersion: 'OpenSearch_2.17',
    clusterConfig: { instanceType: 'm7g.large.search', instanceCount },
    ebsOptions: { ebsEnabled: true, volumeSize, volumeType: 'gp3' },
    encryptAtRest: { enabled: true },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: {
      enforceHttps: true,
      tlsSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07',
    },
    logPublishingOptions: [
      { logType: 'INDEX_SLOW_LOGS', cloudwatchLogGroupArn: logs.arn },
    ],
    tags,
  });

  const indexQueue = new aws.sqs.Queue(`search-index-${environmentSuffix}`, {
    visibilityTimeoutSeconds: 60,
    tags,
  });

  return { domain, indexQueue };
}
