import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import * as fs from 'fs';

interface Mount {
  sourceVolume: string;
  containerPath: string;
}

const config = new pulumi.Config();
const mounts = config.requireObject<Mount[]>('mounts');
const volumes =
  config.requireObject<aws.types.input.ecs.TaskDefinitionVolume[]>('volumes');
const image = 'platform:1';

export const mounted = new aws.ecs.TaskDefinition('mounted', {
  family: 'mounted',
  containerDefinitions: JSON.stringify([
    {
      name: 'from-config',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      mountPoints: mounts,
    },
    {
      name: 'tmp-is-closed',
      image,
      memory: 64,
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: 'seed', containerPath: '/tmp', readOnly: true },
      ],
    },
    {
      name: 'may-be-closed',
      image,
      memory: 64,
      readonlyRootFilesystem: config.getBoolean('hardened'),
    },
  ]),
  volumes: [{ name: 'seed' }],
});

export const configured = new aws.ecs.TaskDefinition('configured', {
  family: 'configured',
  containerDefinitions: JSON.stringify([
    { name: 'app', image, memory: 64, readonlyRootFilesystem: true },
  ]),
  volumes,
});

const closed = {
  name: 'closed',
  image,
  memory: 64,
  readonlyRootFilesystem: true,
};
export const others = [closed];
export const name = closed.name;
export const once = new aws.ecs.TaskDefinition('once', {
  family: 'once',
  containerDefinitions: JSON.stringify([closed]),
});

// Nothing of these is seen.
export const fromFile = new aws.ecs.TaskDefinition('from-file', {
  family: 'from-file',
  containerDefinitions: fs.readFileSync('containers.json', 'utf8'),
});
