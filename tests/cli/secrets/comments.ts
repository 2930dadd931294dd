import * as aws from '@pulumi/aws';

// password: hunter2-Xy
export const key = new aws.kms.Key('key', {
  description: 'data', // old token: 'sw0rdfi-9'
  /* PGPASSWORD=hunter2-Xz
   * db.password: sw0rdfi-8
   */
});
/**
 * @example psql postgres://app:hunter2@db/app
 */
export const other = new aws.kms.Key('other', {});
