import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface RelayStackArgs {
  environmentSuffix: string;
  busArn: pulumi.Input<string>;
}

/** Sends what happens on the default bus to ours. */
export class RelayStack extends pulumi.ComponentResource {
  private readonly rule: aws.cloudwatch.EventRule;

  constructor(
    name: string,
    args: RelayStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('events:index:RelayStack', name, {}, opts);

    this.rule = new aws.cloudwatch.EventRule(
      `events-relay-${args.environmentSuffix}`,
      { eventPattern: JSON.stringify({ source: ['aws.health'] }) },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `events-relay-role-${args.environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'events.amazonaws.com',
        }),
      },
      { parent: this }
    );

    new aws.cloudwatch.EventTarget(
      `events-relay-target-${args.environmentSuffix}`,
      { rule: this.rule.name, arn: args.busArn, roleArn: role.arn },
      { parent: this }
    );

    this.registerOutputs({});
  }

  public ruleName(): pulumi.Output<string> {
    return this.rule.name;
  }
}
