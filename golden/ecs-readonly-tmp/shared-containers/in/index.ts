import * as aws from '@pulumi/aws';
import { proxy } from './containers';

const family = (service: string) => `api-${service}`;

export const orders = new aws.ecs.TaskDefinition('orders', {
  family: family('orders'),
  containerDefinitions: JSON.stringify([
    proxy,
    { name: 'orders', image: 'orders:1', memory: 512 },
  ]),
});

export const users = new aws.ecs.TaskDefinition('users', {
  family: family('users'),
  containerDefinitions: JSON.stringify([
    proxy,
    {
      name: 'users',
      image: 'users:1',
      memory: 512,
      readonlyRootFilesystem: true,
    },
  ]),
  volumes: [{ name: 'tmp' }],
});

const worker = {
  name: 'worker',
  image: 'worker:1',
  memory: 256,
  readonlyRootFilesystem: true,
};

const work = new aws.ecs.TaskDefinition('work', {
  family: family('work'),
  containerDefinitions: JSON.stringify([worker]),
});

export const workers = { name: worker.name, arn: work.arn };
