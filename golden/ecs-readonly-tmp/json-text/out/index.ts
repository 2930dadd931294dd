import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();
const repository = new aws.ecr.Repository('web', { forceDelete: true });
const files = new aws.efs.FileSystem('web', { encrypted: true });

const task = new aws.ecs.TaskDefinition('web', {
  family: `web-${stack}`,
  networkMode: 'bridge',
  requiresCompatibilities: ['EC2'],
  containerDefinitions: pulumi.interpolate`[
    {
      "name": "proxy",
      "image": "${repository.repositoryUrl}:stable",
      "memory": 512,
      "readonlyRootFilesystem": true,
      "mountPoints": [
        { "sourceVolume": "assets", "containerPath": "/usr/share/nginx/html", "readOnly": true },
        { "sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": false }
      ]
    }
  ]`,
  // The assets come from the build
  volumes: [
    {
      name: 'assets',
      efsVolumeConfiguration: { fileSystemId: files.id },
    },
    { name: 'tmp' },
  ],
});

const cron = new aws.ecs.TaskDefinition('cron', {
  family: `cron-${stack}`,
  containerDefinitions:
    '[{"name":"cron","image":"alpine:3","memory":64,"readonlyRootFilesystem":true,"mountPoints":[{"sourceVolume":"tmp","containerPath":"/tmp","readOnly":false}]}]',
  volumes: [{ name: 'tmp' }],
});

export const taskArns = [task.arn, cron.arn];
