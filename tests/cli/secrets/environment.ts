import * as aws from '@pulumi/aws';

export const logs = new aws.cloudwatch.LogGroup('app');
export const task = new aws.ecs.TaskDefinition('app', {
  family: 'app',
  containerDefinitions: JSON.stringify([
    {
      name: 'app',
      image: 'app',
      environment: [
        { name: 'DB_PASSWORD', value: 'hunter2-Xy' },
        { value: 'sw0rdfi-9', name: 'API_TOKEN' },
      ],
    },
  ]),
});
export const key = new aws.kms.Key('key', {});
export const env = [{ name: 'DB_PASSWORD', value: 'hunter2-Xz' }];
export const fn = new aws.lambda.Function('fn', {
  runtime: 'nodejs16.x',
  role: 'arn:aws:iam::123456789012:role/fn',
  environment: { variables: { STRIPE_SECRET_KEY: 'hunter2-live', DATABASE_URL: 'postgres://app:sw0rdfi@db/app' } },
});
