import * as aws from '@pulumi/aws';

const dbPassword = `hunter2-${process.env.STAGE}-sw0rdfi`;
export const key = new aws.kms.Key('key', { description: 'data' });
export const db = new aws.rds.Instance(`db-hunter2-${key.id}`, {
  engine: 'postgres',
  instanceClass: 'db.t3.micro',
  allocatedStorage: 20,
  username: 'app',
  password: dbPassword,
});
