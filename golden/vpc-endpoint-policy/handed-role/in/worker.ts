import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface WorkerArgs {
  role: aws.iam.Role;
  subnetIds: pulumi.Input<string>[];
}

export class Worker extends pulumi.ComponentResource {
  public readonly name: pulumi.Output<string>;

  constructor(
    name: string,
    args: WorkerArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('thumbs:index:Worker', name, {}, opts);

    const task = new aws.ecs.TaskDefinition(
      `${name}-worker`,
      {
        family: name,
        taskRoleArn: args.role.arn,
        networkMode: 'awsvpc',
        containerDefinitions: JSON.stringify([
          { name: 'worker', image: 'thumbs:1' },
        ]),
      },
      { parent: this }
    );
    const service = new aws.ecs.Service(
      `${name}-worker`,
      {
        taskDefinition: task.arn,
        networkConfiguration: { subnets: args.subnetIds },
      },
      { parent: this }
    );
    this.name = service.name;
  }
}
