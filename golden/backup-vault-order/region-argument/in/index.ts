import { backup, getCallerIdentityOutput } from '@pulumi/aws';
import { getStack, interpolate } from '@pulumi/pulumi';

const drRegion = 'sa-east-1';
const { accountId } = getCallerIdentityOutput();
const suffix = getStack();

const vault = new backup.Vault('fleet', { name: `fleet-${suffix}` });

const plan = new backup.Plan('fleet', {
  rules: [
    {
      ruleName: 'daily',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: interpolate`arn:aws:backup:${drRegion}:${accountId}:backup-vault:fleet-${suffix}`,
        },
      ],
    },
  ],
});

const drVault = new backup.Vault('fleet-dr', {
  name: `fleet-${suffix}`,
  region: drRegion,
});

export const planArn = plan.arn;
export const vaultArns = [vault.arn, drVault.arn];
