import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { createPlan } from './plan';

const config = new pulumi.Config();
const stack = pulumi.getStack();

const plan = new aws.backup.Plan('depot', {
  rules: [{ ruleName: 'daily', targetVaultName: `depot-${stack}` }],
});

if (config.getBoolean('backups')) {
  new aws.backup.Vault('depot', { name: `depot-${stack}` });
}

const weekly = createPlan(`depot-weekly-${stack}`);
const weeklyVault = new aws.backup.Vault('weekly', {
  name: `depot-weekly-${stack}`,
});

export const planIds = [plan.id, weekly.id];
export const weeklyVaultArn = weeklyVault.arn;
