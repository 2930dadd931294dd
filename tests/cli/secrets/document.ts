import * as aws from '@pulumi/aws';

export const key = new aws.kms.Key('key', {});
export const version = new aws.secretsmanager.SecretVersion('db', {
  secretId: 'db',
  secretString: '{"username":"app","password":"hunter2-Xy"}',
});
export const parameter = new aws.ssm.Parameter('db', { type: 'SecureString', name: '/db/password', value: 'sw0rdfi-9' });
export const plain = new aws.ssm.Parameter('api', { type: 'String', name: '/api/token', value: 'hunter2-plain' });
