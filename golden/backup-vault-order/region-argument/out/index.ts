import { backup } from '@pulumi/aws';
import { getStack } from '@pulumi/pulumi';

const drRegion = 'sa-east-1';
const suffix = getStack();

const vault = new backup.Vault('fleet', { name: `fleet-${suffix}` });

const drVault = new backup.Vault('fleet-dr', {
  name: `fleet-${suffix}`,
  region: drRegion,
});

const plan = new backup.Plan('fleet', {
  rules: [
    {
      ruleName: 'daily',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: drVault.arn,
        },
      ],
    },
  ],
});

export const planArn = plan.arn;
export const vaultArns = [vault.arn, drVault.arn];
