import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ApiArgs {
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
}

export class Api extends pulumi.ComponentResource {
  readonly service: aws.ecs.Service;

  constructor(
    name: string,
    args: ApiArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('shop:Api', name, {}, opts);

    const cluster = new aws.ecs.Cluster(name, {}, { parent: this });
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: args.vpcId },
      { parent: this }
    );

    const task = new aws.ecs.TaskDefinition(
      name,
      {
        family: name,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: JSON.stringify([
          {
            name: 'api',
            image:
              '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.14.2',
            logConfiguration: { logDriver: 'json-file' },
          },
        ]),
      },
      { parent: this }
    );

    this.service = new aws.ecs.Service(
      name,
      {
        cluster: cluster.id,
        taskDefinition: task.arn,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: args.subnetIds,
          securityGroups: [group.id],
        },
      },
      { parent: this }
    );
    this.registerOutputs({});
  }
}
