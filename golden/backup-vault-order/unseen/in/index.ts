import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TenantVault } from './tenant-vault';

const config = new pulumi.Config();
const suffix = config.require('suffix');
const backupAccount = config.require('backupAccount');
const accountId = aws.getCallerIdentityOutput().accountId;
const west = new aws.Provider('west', { region: 'us-west-2' });

export const vault = new aws.backup.Vault('tenants', {
  name: `tenants-${suffix}`,
});

export const westVault = new aws.backup.Vault(
  'tenants-west',
  { name: `tenants-west-${suffix}` },
  { provider: west }
);

export const tenantVaults = ['acme', 'globex'].map(
  tenant => new TenantVault(tenant)
);

export const plan = new aws.backup.Plan('tenants', {
  rules: [
    {
      ruleName: 'region-of-the-default-provider',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-east-1:${accountId}:backup-vault:tenants-${suffix}`,
        },
      ],
    },
    {
      ruleName: 'account-from-configuration',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: `arn:aws:backup:us-west-2:${backupAccount}:backup-vault:tenants-west-${suffix}`,
        },
      ],
    },
    {
      ruleName: 'suffix-from-elsewhere',
      targetVaultName: `tenants-${config.require('tenant')}`,
    },
    {
      ruleName: 'several-vaults',
      targetVaultName: 'tenant-vault',
    },
  ],
});
