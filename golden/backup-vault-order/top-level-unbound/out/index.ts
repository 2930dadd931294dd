import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const stack = pulumi.getStack();
const drRegion = config.get('drRegion') || 'eu-central-1';
const drVaultName = `orders-dr-${stack}`;

const table = new aws.dynamodb.Table('orders', {
  attributes: [{ name: 'id', type: 'S' }],
  hashKey: 'id',
  billingMode: 'PAY_PER_REQUEST',
});

const rules: aws.types.input.backup.PlanRule[] = [];
const vault = new aws.backup.Vault('orders', {
  name: `orders-${pulumi.getStack()}`,
});

const drProvider = new aws.Provider('dr', {
  region: drRegion as aws.Region,
});

const drVault = new aws.backup.Vault(
  'orders-dr',
  { name: drVaultName },
  { provider: drProvider }
);

rules.push({
  ruleName: 'nightly',
  targetVaultName: vault.name,
  schedule: 'cron(0 4 * * ? *)',
  copyActions: [
    {
      destinationVaultArn: drVault.arn,
    },
  ],
});

const plan = new aws.backup.Plan('orders', { rules });

export const tableName = table.name;
export const planArn = plan.arn;
