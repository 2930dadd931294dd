import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly backupPlanId: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};
    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    // Aurora cluster for the ledger
    const cluster = new aws.rds.Cluster(
      `payment-cluster-${environmentSuffix}`,
      {
        engine: 'aurora-postgresql',
        masterUsername: 'ledger',
        manageMasterUserPassword: true,
        storageEncrypted: true,
        skipFinalSnapshot: true,
        tags,
      },
      { parent: this }
    );

    // Backup vault in the primary region
    const backupVault = new aws.backup.Vault(
      `payment-backup-vault-${environmentSuffix}`,
      {
        name: `payment-backup-vault-${environmentSuffix}`,
        tags,
      },
      { parent: this }
    );

    // Daily and monthly backups, copied to the DR region
    const backupPlan = new aws.backup.Plan(
      `payment-backup-plan-${environmentSuffix}`,
      {
        rules: [
          {
            ruleName: 'daily-backup',
            targetVaultName: backupVault.name,
            schedule: 'cron(0 2 * * ? *)',
            lifecycle: { deleteAfter: 35 },
            copyActions: [
              {
                destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-west-2:${identity.accountId}:backup-vault:payment-backup-vault-${environmentSuffix}-dr`,
                lifecycle: { deleteAfter: 35 },
              },
            ],
          },
          {
            ruleName: 'monthly-backup',
            targetVaultName: `payment-backup-vault-${environmentSuffix}`,
            schedule: 'cron(0 3 1 * ? *)',
            copyActions: [
              {
                destinationVaultArn: identity.accountId.apply(
                  id =>
                    `arn:aws:backup:us-west-2:${id}:backup-vault:payment-backup-vault-${environmentSuffix}-dr`
                ),
              },
            ],
          },
        ],
        tags,
      },
      { parent: this }
    );

    // Role that AWS Backup works with
    const backupRole = new aws.iam.Role(
      `backup-role-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'backup.amazonaws.com',
        }),
        tags,
      },
      { parent: this }
    );

    new aws.backup.Selection(
      `payment-backup-selection-${environmentSuffix}`,
      {
        planId: backupPlan.id,
        iamRoleArn: backupRole.arn,
        resources: [cluster.arn],
      },
      { parent: this }
    );

    // DR region
    const drProvider = new aws.Provider(
      `dr-provider-${environmentSuffix}`,
      { region: 'us-west-2' },
      { parent: this }
    );

    const drKmsKey = new aws.kms.Key(
      `payment-dr-key-${environmentSuffix}`,
      {
        description: 'Encrypts backups in the DR region',
        enableKeyRotation: true,
        tags,
      },
      { parent: this, provider: drProvider }
    );

    // DR backup vault
    const drBackupVault = new aws.backup.Vault(
      `payment-backup-vault-dr-${environmentSuffix}`,
      {
        name: `payment-backup-vault-${environmentSuffix}-dr`,
        kmsKeyArn: drKmsKey.arn,
        tags,
      },
      { parent: this, provider: drProvider }
    );

    new aws.backup.VaultPolicy(
      `payment-dr-policy-${environmentSuffix}`,
      {
        backupVaultName: drBackupVault.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'backup:DeleteRecoveryPoint',
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this, provider: drProvider }
    );

    this.backupPlanId = backupPlan.id;
    this.registerOutputs({ backupPlanId: this.backupPlanId });
  }
}
