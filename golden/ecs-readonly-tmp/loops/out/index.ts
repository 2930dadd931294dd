import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const jobs = ['import', 'export'];
const baseContainer = {
  image: 'public.ecr.aws/docker/library/node:22-slim',
  essential: true,
  readonlyRootFilesystem: true,
};

export const taskArns: pulumi.Output<string>[] = [];

for (const job of jobs) {
  const containers = [];
  containers.push({
    ...baseContainer,
    name: job,
    command: ['node', `${job}.js`],
    mountPoints: [
      { sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false },
    ],
  });
  if (job === 'export') {
    containers.push({ name: 'uploader', image: 'amazon/aws-cli', memory: 64 });
  }

  const task = new aws.ecs.TaskDefinition(`job-${job}`, {
    family: `job-${job}`,
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' },
    containerDefinitions: JSON.stringify(containers),
    volumes: [{ name: 'tmp' }],
    tags: { Job: job },
  });
  taskArns.push(task.arn);
}
