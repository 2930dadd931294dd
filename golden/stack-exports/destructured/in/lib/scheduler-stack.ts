import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class SchedulerStack extends pulumi.ComponentResource {
  public readonly jobQueueArn: pulumi.Output<string>;
  public readonly scheduleGroupName: pulumi.Output<string>;

  constructor(
    name: string,
    args: { environmentSuffix: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('scheduler:index:SchedulerStack', name, args, opts);

    const jobs = new aws.sqs.Queue(
      `scheduler-jobs-${args.environmentSuffix}`,
      { visibilityTimeoutSeconds: 900 },
      { parent: this }
    );

    const group = new aws.scheduler.ScheduleGroup(
      `scheduler-group-${args.environmentSuffix}`,
      { namePrefix: `jobs-${args.environmentSuffix}-` },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `scheduler-role-${args.environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'scheduler.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.scheduler.Schedule(
      `scheduler-nightly-${args.environmentSuffix}`,
      {
        groupName: group.name,
        scheduleExpression: 'cron(15 2 * * ? *)',
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: jobs.arn,
          roleArn: role.arn,
          input: JSON.stringify({ job: 'nightly' }),
        },
      },
      { parent: this }
    );

    this.jobQueueArn = jobs.arn;
    this.scheduleGroupName = group.name;
    this.registerOutputs({ jobQueueArn: this.jobQueueArn });
  }
}
