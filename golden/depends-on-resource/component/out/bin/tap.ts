import * as pulumi from '@pulumi/pulumi';
import { PaymentStack } from '../lib/payment-stack';

const config = new pulumi.Config();
const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new PaymentStack('payments', {
  environmentSuffix,
  executionRoleArn: config.require('executionRoleArn'),
  subnetIds: config.requireObject<string[]>('subnetIds'),
  taskSecurityGroupId: pulumi.output(config.require('taskSecurityGroup')),
});

export const serviceName = stack.serviceName;
