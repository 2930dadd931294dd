import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface IntakeArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
}

export class IntakeComponent extends pulumi.ComponentResource {
  public readonly functionName: pulumi.Output<string>;

  constructor(
    name: string,
    args: IntakeArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:compute:IntakeComponent', name, {}, opts);

    const { environmentSuffix, tags } = args;

    const group = new aws.ec2.SecurityGroup(
      `claims-intake-sg-${environmentSuffix}`,
      { vpcId: args.vpcId, description: 'Intake function', tags },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `claims-intake-role-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'lambda.amazonaws.com',
        }),
        tags,
      },
      { parent: this }
    );

    const intake = new aws.lambda.Function(
      `claims-intake-${environmentSuffix}`,
      {
        runtime: 'nodejs20.x',
        handler: 'index.handler',
        role: role.arn,
        code: new pulumi.asset.FileArchive('./build/intake'),
        vpcConfig: {
          subnetIds: args.subnetIds,
          securityGroupIds: [group.id],
        },
        tags,
      },
      { parent: this }
    );

    this.functionName = intake.name;
    this.registerOutputs({ functionName: this.functionName });
  }
}
