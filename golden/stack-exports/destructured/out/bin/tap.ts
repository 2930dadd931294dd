import { SchedulerStack } from '../lib/scheduler-stack';
import { WorkerStack } from '../lib/worker-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const scheduler = new SchedulerStack('scheduler', { environmentSuffix });

const workers = new WorkerStack('workers', {
  environmentSuffix,
  jobQueueArn: scheduler.jobQueueArn,
});

export const { jobQueueArn, scheduleGroupName } = scheduler;

export const outputs = {
  clusterArn: workers.clusterArn,
  taskRoleArn: workers.taskRoleArn,
};
