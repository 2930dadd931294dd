import * as aws from "@pulumi/aws";

export function createBackups(environment: string, provider: aws.Provider, drProvider: aws.Provider) {
    // Both vaults bear one name, each in its own region.
    const vault = new aws.backup.Vault(
        `ledger-vault-${environment}`,
        { name: `ledger-vault-${environment}` },
        { provider },
    );

    const drVault = new aws.backup.Vault(
        `ledger-vault-dr-${environment}`,
        { name: `ledger-vault-${environment}` },
        { provider: drProvider },
    );

    const plan = new aws.backup.Plan(
        `ledger-plan-${environment}`,
        {
            rules: [
                {
                    ruleName: "hourly",
                    targetVaultName: vault.name,
                    schedule: "cron(0 * * * ? *)",
                    copyActions: [
                        {
                            destinationVaultArn: drVault.arn,
                        },
                    ],
                },
            ],
        },
        { provider },
    );

    return { planId: plan.id, vaultName: vault.name, drVaultName: drVault.name };
}
