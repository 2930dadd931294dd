import * as pulumi from '@pulumi/pulumi';
import { OrdersStack } from '../lib/orders-stack';

const stack = new OrdersStack('orders', {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || pulumi.getStack(),
});

export const vpcId = stack.vpcId;
export const bucketName = stack.bucketName;
