import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';

const cluster = new aws.ecs.Cluster('site');
const lb = new awsx.lb.ApplicationLoadBalancer('site');

const service = new awsx.ecs.FargateService('site', {
  cluster: cluster.arn,
  assignPublicIp: true,
  taskDefinitionArgs: {
    container: {
      name: 'site',
      image: 'nginx:1.27',
      cpu: 256,
      memory: 512,
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: 80, targetGroup: lb.defaultTargetGroup }],
    },
  },
});

const batch = new awsx.ecs.FargateTaskDefinition('batch', {
  containers: {
    worker: {
      name: 'worker',
      image: 'worker:2',
      memory: 512,
      readonlyRootFilesystem: true,
    },
    reporter: {
      name: 'reporter',
      image: 'reporter:2',
      memory: 128,
      readonlyRootFilesystem: true,
    },
  },
});

export const names = [service.service.name, batch.taskDefinition.arn];
