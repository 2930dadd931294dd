import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();
const accountId = aws.getCallerIdentityOutput().accountId;
const west = new aws.Provider('west', { region: 'us-west-2' });
const central = new aws.Provider('central', {
  region: 'us-west-2',
  assumeRole: { roleArn: 'arn:aws:iam::210987654321:role/backup' },
});

const vault = new aws.backup.Vault('records', { name: `records-${stack}` });

// Gets a suffix, so no text can name it.
const suffixed = new aws.backup.Vault('records-dr');

const westVault = new aws.backup.Vault(
  'records-west',
  { name: `records-${stack}-west` },
  { provider: west }
);

const centralVault = new aws.backup.Vault(
  'records-central',
  { name: 'central-records' },
  { provider: central }
);

export const plan = new aws.backup.Plan('records', {
  rules: [
    {
      ruleName: 'the-default-vault',
      targetVaultName: 'Default',
    },
    {
      ruleName: 'by-reference',
      targetVaultName: vault.name,
      copyActions: [{ destinationVaultArn: westVault.arn }],
    },
    {
      ruleName: 'by-name-in-text',
      targetVaultName: pulumi.interpolate`${vault.name}`,
      copyActions: [
        {
          destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-west-2:${accountId}:backup-vault:${westVault.name}`,
        },
      ],
    },
    {
      ruleName: 'another-region',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: pulumi.interpolate`arn:aws:backup:eu-west-1:${accountId}:backup-vault:records-${stack}-west`,
        },
      ],
    },
    {
      ruleName: 'another-account',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn:
            'arn:aws:backup:us-west-2:123456789012:backup-vault:central-records',
        },
      ],
    },
    {
      ruleName: 'made-elsewhere',
      targetVaultName: 'records-dr',
      copyActions: [
        {
          destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-west-2:${accountId}:backup-vault:records-archive`,
        },
      ],
    },
  ],
});

export const waiting = new aws.backup.Plan(
  'waiting',
  {
    rules: [
      {
        ruleName: 'waits',
        targetVaultName: `records-${stack}`,
        copyActions: [
          {
            destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-west-2:${accountId}:backup-vault:records-${stack}-west`,
          },
        ],
      },
    ],
  },
  { dependsOn: [vault, westVault] }
);

export const names = [suffixed.name, centralVault.name];
