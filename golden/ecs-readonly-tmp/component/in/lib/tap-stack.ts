import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly taskDefinitionArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const { environmentSuffix } = args;
    const tags = args.tags || {};

    const executionRole = new aws.iam.Role(
      `ecs-execution-role-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'ecs-tasks.amazonaws.com',
        }),
        tags,
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `payment-logs-${environmentSuffix}`,
      { retentionInDays: 365, tags },
      { parent: this }
    );

    // Payment application with its tracing sidecar
    const taskDefinition = new aws.ecs.TaskDefinition(
      `payment-task-${environmentSuffix}`,
      {
        family: `payment-app-${environmentSuffix}`,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '512',
        memory: '1024',
        executionRoleArn: executionRole.arn,
        containerDefinitions: pulumi
          .all([logGroup.name, aws.getRegionOutput().id])
          .apply(([logGroupName, region]) =>
            JSON.stringify([
              {
                name: 'payment-app',
                image: 'nginx:latest',
                essential: true,
                readonlyRootFilesystem: true,
                user: '101',
                portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': logGroupName,
                    'awslogs-region': region,
                    'awslogs-stream-prefix': 'payment',
                  },
                },
              },
              // Traces
              {
                name: 'xray-daemon',
                image: 'amazon/aws-xray-daemon:3.x',
                essential: false,
                readonlyRootFilesystem: true,
                portMappings: [{ containerPort: 2000, protocol: 'udp' }],
              },
            ])
          ),
        tags,
      },
      { parent: this }
    );

    this.taskDefinitionArn = taskDefinition.arn;
    this.registerOutputs({ taskDefinitionArn: this.taskDefinitionArn });
  }
}
