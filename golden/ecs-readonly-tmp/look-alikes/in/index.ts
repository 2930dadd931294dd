import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const image = 'public.ecr.aws/docker/library/alpine:3';

export const linux = new aws.ecs.TaskDefinition('linux', {
  family: 'linux',
  containerDefinitions: JSON.stringify([
    { name: 'plain', image, memory: 64 },
    { name: 'open', image, memory: 64, readonlyRootFilesystem: false },
    {
      name: 'mounted',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: 'config', containerPath: '/etc/app', readOnly: true },
        { sourceVolume: 'tmp', containerPath: '/tmp' },
      ],
    },
    {
      name: 'elsewhere',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      mountPoints: [{ sourceVolume: 'cache', containerPath: '/var/cache' }],
    },
    {
      name: 'in-memory',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64 }] },
    },
    {
      name: 'with-others',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      volumesFrom: [{ sourceContainer: 'mounted', readOnly: false }],
    },
  ]),
  volumes: [{ name: 'config' }, { name: 'tmp' }, { name: 'cache' }],
});

export const windows = new aws.ecs.TaskDefinition('windows', {
  family: 'windows',
  runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
  containerDefinitions: JSON.stringify([
    { name: 'iis', image: 'iis', memory: 512, readonlyRootFilesystem: true },
  ]),
});

export const text = new aws.ecs.TaskDefinition('text', {
  family: 'text',
  containerDefinitions: pulumi.interpolate`[
    { "name": "text", "image": "${image}", "memory": 64, "readonlyRootFilesystem": true,
      "mountPoints": [{ "sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": false }] }
  ]`,
  volumes: [{ name: 'tmp' }],
});
