import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface WorkerStackArgs {
  environmentSuffix: string;
  jobQueueArn: pulumi.Input<string>;
}

export class WorkerStack extends pulumi.ComponentResource {
  public readonly clusterArn: pulumi.Output<string>;
  public readonly taskRoleArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: WorkerStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('scheduler:index:WorkerStack', name, args, opts);

    const cluster = new aws.ecs.Cluster(
      `workers-${args.environmentSuffix}`,
      { settings: [{ name: 'containerInsights', value: 'enabled' }] },
      { parent: this }
    );

    const taskRole = new aws.iam.Role(
      `workers-task-${args.environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'ecs-tasks.amazonaws.com',
        }),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `workers-task-${args.environmentSuffix}`,
      {
        role: taskRole.id,
        policy: pulumi.output(args.jobQueueArn).apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
                Resource: arn,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    this.clusterArn = cluster.arn;
    this.taskRoleArn = taskRole.arn;
    this.registerOutputs({});
  }
}
