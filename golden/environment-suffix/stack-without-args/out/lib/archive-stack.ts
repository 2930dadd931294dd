import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ArchiveStackArgs {
  environmentSuffix?: string;
}

/** Keeps what the other programs mark with `Backup: daily`. */
export class ArchiveStack extends pulumi.ComponentResource {
  public readonly vaultName: pulumi.Output<string>;
  public readonly planId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ArchiveStackArgs = {},
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('archive:ArchiveStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';

    const key = new aws.kms.Key(
      `archive-key-${environmentSuffix}`,
      { description: 'Recovery points', enableKeyRotation: true },
      { parent: this }
    );

    const vault = new aws.backup.Vault(
      `archive-vault-${environmentSuffix}`,
      { kmsKeyArn: key.arn },
      { parent: this }
    );

    const plan = new aws.backup.Plan(
      `archive-plan-${environmentSuffix}`,
      {
        rules: [
          {
            ruleName: 'daily',
            targetVaultName: vault.name,
            schedule: 'cron(0 3 * * ? *)',
            lifecycle: { deleteAfter: 35 },
          },
        ],
      },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `archive-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'backup.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.backup.Selection(
      `archive-selection-${environmentSuffix}`,
      {
        planId: plan.id,
        iamRoleArn: role.arn,
        selectionTags: [
          { type: 'STRINGEQUALS', key: 'Backup', value: 'daily' },
        ],
      },
      { parent: this }
    );

    this.vaultName = vault.name;
    this.planId = plan.id;
    this.registerOutputs({ vaultName: this.vaultName, planId: this.planId });
  }
}
