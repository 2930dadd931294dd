import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ServiceArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  subnetIds: pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
  logsKeyArn: pulumi.Input<string>;
}

export class Service extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;

  constructor(
    name: string,
    args: ServiceArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Service', name, {}, opts);

    const { environmentSuffix, tags, subnetIds, securityGroupId, logsKeyArn } =
      args;

    // The application
    const assets = new aws.s3.BucketV2(
      `shop-assets-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const repository = new aws.ecr.Repository(
      `shop-app-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const appLogs = new aws.cloudwatch.LogGroup(
      `shop-app-logs-${environmentSuffix}`,
      { retentionInDays: 30, kmsKeyId: logsKeyArn, tags },
      { parent: this }
    );

    const executionRole = new aws.iam.Role(
      `shop-execution-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-execution-policy-${environmentSuffix}`,
      {
        role: executionRole.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'ecr:GetAuthorizationToken',
                'ecr:BatchGetImage',
                'ecr:GetDownloadUrlForLayer',
              ],
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this }
    );

    const cluster = new aws.ecs.Cluster(
      `shop-cluster-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const task = new aws.ecs.TaskDefinition(
      `shop-task-${environmentSuffix}`,
      {
        family: `shop-${environmentSuffix}`,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        executionRoleArn: executionRole.arn,
        containerDefinitions: pulumi
          .all([repository.repositoryUrl, appLogs.name, assets.bucket])
          .apply(([image, group, bucket]) =>
            JSON.stringify([
              {
                name: 'app',
                image: `${image}:1.4.2`,
                environment: [{ name: 'ASSETS', value: bucket }],
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': group,
                    'awslogs-region': 'us-east-1',
                    'awslogs-stream-prefix': 'app',
                  },
                },
              },
            ])
          ),
        tags,
      },
      { parent: this }
    );

    new aws.ecs.Service(
      `shop-service-${environmentSuffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: task.arn,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: subnetIds,
          securityGroups: [securityGroupId],
        },
        tags,
      },
      { parent: this }
    );

    this.url = repository.repositoryUrl;

    this.registerOutputs({ url: this.url });
  }
}
