import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Backups } from './backups';

const stage = pulumi.getStack();
const west = new aws.Provider('west', { region: 'us-west-1' });

const copies = new aws.backup.Vault(
  'copies',
  { name: `archive-${stage}` },
  { provider: west }
);

const backups = new Backups('archive', {
  stage,
  copyTo: copies.arn,
});

export const planId = backups.planId;
export const copiesArn = copies.arn;
