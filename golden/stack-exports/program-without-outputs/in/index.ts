import { log } from '@pulumi/pulumi';
import { AlertStack } from './lib/alert-stack';

export = async () => {
  await log.info('deploys the alerts');
  const alerts = new AlertStack('alerts');
};
