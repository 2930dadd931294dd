import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export function createBackups(environment: string, provider: aws.Provider, drProvider: aws.Provider) {
    const accountId = pulumi.output(aws.getCallerIdentity({}, { provider })).accountId;

    const plan = new aws.backup.Plan(
        `ledger-plan-${environment}`,
        {
            rules: [
                {
                    ruleName: "hourly",
                    targetVaultName: "ledger-vault-" + environment,
                    schedule: "cron(0 * * * ? *)",
                    copyActions: [
                        {
                            destinationVaultArn: pulumi.concat(
                                "arn:aws:backup:",
                                "eu-west-3",
                                ":",
                                accountId,
                                ":backup-vault:",
                                `ledger-vault-${environment}`,
                            ),
                        },
                    ],
                },
            ],
        },
        { provider },
    );

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

    return { planId: plan.id, vaultName: vault.name, drVaultName: drVault.name };
}
