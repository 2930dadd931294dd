import * as aws from '@pulumi/aws';
import { proxy } from './containers';

const family = (service: string) => `api-${service}`;

export const orders = new aws.ecs.TaskDefinition('orders', {
  family: family('orders'),
  containerDefinitions: JSON.stringify([
    proxy,
    { name: 'orders', image: 'orders:1', memory: 512 },
  ]),
  volumes: [{ name: 'tmp' }],
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
      mountPoints: [
        { sourceVolume: 'tmp-users', containerPath: '/tmp', readOnly: false },
      ],
    },
  ]),
  volumes: [{ name: 'tmp' }, { name: 'tmp-users' }],
});

const worker = {
  name: 'worker',
  image: 'worker:1',
  memory: 256,
  readonlyRootFilesystem: true,
  mountPoints: [
    { sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false },
  ],
};

const work = new aws.ecs.TaskDefinition('work', {
  family: family('work'),
  containerDefinitions: JSON.stringify([worker]),
  volumes: [{ name: 'tmp' }],
});

export const workers = { name: worker.name, arn: work.arn };
