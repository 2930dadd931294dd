import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface PaymentStackArgs {
  environmentSuffix: string;
  executionRoleArn: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
  taskSecurityGroupId: pulumi.Output<string>;
}

export class PaymentStack extends pulumi.ComponentResource {
  public readonly serviceName: pulumi.Output<string>;
  private readonly cluster: aws.ecs.Cluster;

  constructor(
    name: string,
    args: PaymentStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:payments:PaymentStack', name, args, opts);

    const { environmentSuffix } = args;

    this.cluster = new aws.ecs.Cluster(
      `payments-${environmentSuffix}`,
      {},
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `payments-logs-${environmentSuffix}`,
      { retentionInDays: 365 },
      { parent: this }
    );

    // Capacity before anything runs on it
    const capacity = new aws.ecs.ClusterCapacityProviders(
      `payments-capacity-${environmentSuffix}`,
      {
        clusterName: this.cluster.name,
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      },
      { parent: this, dependsOn: [this.cluster.arn] }
    );

    const task = new aws.ecs.TaskDefinition(
      `payments-task-${environmentSuffix}`,
      {
        family: `payments-${environmentSuffix}`,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: args.executionRoleArn,
        containerDefinitions: JSON.stringify([
          {
            name: 'payments',
            image: 'public.ecr.aws/nginx/nginx:1.27',
            dependsOn: [{ containerName: 'proxy', condition: 'HEALTHY' }],
          },
          { name: 'proxy', image: 'public.ecr.aws/envoy/envoy:v1.31' },
        ]),
      },
      { parent: this, dependsOn: logGroup.arn }
    );

    const service = new aws.ecs.Service(
      `payments-service-${environmentSuffix}`,
      {
        cluster: this.cluster.arn,
        taskDefinition: task.arn,
        desiredCount: 2,
        networkConfiguration: {
          subnets: args.subnetIds,
          securityGroups: [args.taskSecurityGroupId],
        },
      },
      {
        parent: this,
        dependsOn: [
          this.cluster,
          this.cluster.arn,
          capacity,
          args.taskSecurityGroupId,
          logGroup.id,
        ],
      }
    );

    this.serviceName = service.name;
    this.registerOutputs({ serviceName: this.serviceName });
  }
}
