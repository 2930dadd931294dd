import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backups } from './backups';

const stage = pulumi.getStack();
const { accountId } = aws.getCallerIdentityOutput();
const west = new aws.Provider('west', { region: 'us-west-1' });

const backups = new Backups('archive', {
  stage,
  copyTo: pulumi.interpolate`arn:aws:backup:us-west-1:${accountId}:backup-vault:archive-${stage}`,
});

const copies = new aws.backup.Vault(
  'copies',
  { name: `archive-${stage}` },
  { provider: west }
);

export const planId = backups.planId;
export const copiesArn = copies.arn;
