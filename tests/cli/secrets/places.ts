import * as aws from '@pulumi/aws';

enum Secrets {
  DbPassword = 'hunter2-Xy',
  'api-token' = 'sw0rdfi-9',
}
const settings = { 'master-password': 'hunter2-Xz', ['apiKey']: 'sw0rdfi-8' } as const;
function make(name: string, token = 'hunter2-default', { secret = 'sw0rdfi-7' } = {}) {
  return new aws.kms.Key(name, { description: token + secret });
}
const credentials = ['app', 'hunter2-list'];
export const keys = [make('a'), make('b', settings.apiKey)];
export const db = new aws.rds.Instance('db', {
  password: Secrets.DbPassword,
  instanceClass: 'db.t3.micro',
  username: credentials[0],
});
db.urn.apply((urn) => (process.env.TOKEN === 'hunter2-compared' ? urn : 'x'));
