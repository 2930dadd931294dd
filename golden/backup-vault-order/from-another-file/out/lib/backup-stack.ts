import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface BackupStackArgs {
  environmentSuffix: string;
  drVaultArn: pulumi.Input<string>;
}

export class BackupStack extends pulumi.ComponentResource {
  public readonly planId: pulumi.Output<string>;
  private readonly suffix: string;

  constructor(
    name: string,
    args: BackupStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:backup:BackupStack', name, args, opts);

    this.suffix = args.environmentSuffix;
    const vault = new aws.backup.Vault(
      `claims-vault-${this.suffix}`,
      { name: `claims-${this.suffix}` },
      { parent: this }
    );

    const plan = new aws.backup.Plan(
      `claims-plan-${this.suffix}`,
      {
        rules: [
          {
            ruleName: 'daily',
            targetVaultName: vault.name,
            schedule: 'cron(0 1 * * ? *)',
            copyActions: [
              {
                destinationVaultArn: args.drVaultArn,
              },
            ],
          },
        ],
      },
      { parent: this }
    );

    this.planId = plan.id;
    this.registerOutputs({ planId: this.planId });
  }
}
