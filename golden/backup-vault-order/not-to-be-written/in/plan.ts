import * as aws from '@pulumi/aws';

export function createPlan(vaultName: string) {
  return new aws.backup.Plan('weekly', {
    rules: [{ ruleName: 'weekly', targetVaultName: vaultName }],
  });
}
