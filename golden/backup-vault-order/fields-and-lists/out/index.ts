import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface BackupArgs {
  suffix: string;
  copies: boolean;
}

class ClinicBackup extends pulumi.ComponentResource {
  public readonly plan: aws.backup.Plan;
  private readonly vault: aws.backup.Vault;
  private readonly drVault: aws.backup.Vault;
  private readonly coldVault: aws.backup.Vault;

  constructor(
    name: string,
    private readonly args: BackupArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('clinic:Backup', name, {}, opts);

    const west = new aws.Provider(
      'west',
      { region: 'ca-west-1' },
      { parent: this }
    );

    this.drVault = new aws.backup.Vault(
      'clinic-dr',
      { name: `clinic-dr-${args.suffix}` },
      { parent: this, provider: west }
    );

    this.coldVault = new aws.backup.Vault(
      'clinic-cold',
      { name: `clinic-cold-${args.suffix}` },
      { parent: this, provider: west }
    );

    const targets = [
      {
        arn: this.drVault.arn,
        days: 35,
      },
      {
        arn: this.coldVault.arn,
        days: 365,
      },
    ];

    this.vault = new aws.backup.Vault(
      'clinic-vault',
      { name: this.vaultName() },
      { parent: this }
    );

    // Nightly, with copies where they are asked for
    this.plan = new aws.backup.Plan(
      'clinic-plan',
      {
        rules: [
          {
            ruleName: 'nightly',
            targetVaultName: this.vault.name,
            schedule: 'cron(0 3 * * ? *)',
            ...(args.copies && {
              copyActions: targets.map(target => ({
                destinationVaultArn: target.arn,
                lifecycle: { deleteAfter: target.days },
              })),
            }),
          },
        ],
      },
      { parent: this }
    );

    this.registerOutputs({
      vaults: [this.vault.name, this.drVault.name, this.coldVault.name],
    });
  }

  private vaultName() {
    return `clinic-${this.args.suffix}`;
  }
}

const backup = new ClinicBackup('clinic', {
  suffix: pulumi.getStack(),
  copies: true,
});

export const planId = backup.plan.id;
