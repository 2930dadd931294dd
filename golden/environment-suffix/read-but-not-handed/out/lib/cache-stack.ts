import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export interface CacheStackArgs {
  environmentSuffix?: string
  nodeType: string
  replicas: number
}

export class CacheStack extends pulumi.ComponentResource {
  public readonly primaryEndpoint: pulumi.Output<string>
  private readonly environmentSuffix: string

  constructor(
    name: string,
    args: CacheStackArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('edge:cache:CacheStack', name, args, opts)
    this.environmentSuffix = args.environmentSuffix ?? 'dev'

    const group = this.createReplicationGroup(args)
    this.createAlarm(group)

    this.primaryEndpoint = group.primaryEndpointAddress
    this.registerOutputs({ primaryEndpoint: this.primaryEndpoint })
  }

  private createReplicationGroup(args: CacheStackArgs) {
    const parameters = new aws.elasticache.ParameterGroup(
      `edge-cache-params-${this.environmentSuffix}`,
      {
        family: 'redis7',
        parameters: [{ name: 'maxmemory-policy', value: 'allkeys-lru' }],
      },
      { parent: this },
    )

    return new aws.elasticache.ReplicationGroup(
      `edge-cache-${this.environmentSuffix}`,
      {
        description: 'Pages rendered at the edge',
        engine: 'redis',
        engineVersion: '7.1',
        nodeType: args.nodeType,
        numCacheClusters: args.replicas + 1,
        automaticFailoverEnabled: args.replicas > 0,
        parameterGroupName: parameters.name,
        atRestEncryptionEnabled: true,
        transitEncryptionEnabled: true,
      },
      { parent: this },
    )
  }

  private createAlarm(group: aws.elasticache.ReplicationGroup) {
    new aws.cloudwatch.MetricAlarm(
      `edge-cache-evictions-${this.environmentSuffix}`,
      {
        namespace: 'AWS/ElastiCache',
        metricName: 'Evictions',
        statistic: 'Sum',
        period: 300,
        evaluationPeriods: 3,
        threshold: 1000,
        comparisonOperator: 'GreaterThanThreshold',
        dimensions: { CacheClusterId: pulumi.interpolate`${group.id}-001` },
        treatMissingData: 'notBreaching',
      },
      { parent: this },
    )
  }
}
