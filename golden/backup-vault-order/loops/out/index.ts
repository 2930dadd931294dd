import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const regions: aws.Region[] = ['us-east-1', 'ap-southeast-2'];
const vaultNames = pulumi.output(regions);

export const planIds = regions.map(region => {
  const provider = new aws.Provider(`aws-${region}`, { region });
  const opts = { provider };

  const vault = new aws.backup.Vault(
    `media-vault-${region}`,
    { name: `media-${region}` },
    opts
  );

  const plan = new aws.backup.Plan(
    `media-plan-${region}`,
    {
      rules: [
        {
          ruleName: 'weekly',
          targetVaultName: vault.name,
          schedule: 'cron(0 5 ? * SUN *)',
          completionWindow: 480,
        },
      ],
    },
    opts
  );

  return plan.id;
});

export const backedUpRegions = vaultNames;
