import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const password = 'hunter2-' + 'sw0rdfi';
const escaped = pulumi.secret('hunter2\'\u0041');
export const key = new aws.kms.Key('key', { description: 'see hunter2-' + 'sw0rdfi' });
export const db = new aws.rds.Instance('db-' + password, {
  password: 'hunter2-' +
    'sw0rdfi',
  instanceClass: 'db.t3.micro',
  tags: { escaped: escaped as unknown as string },
});
