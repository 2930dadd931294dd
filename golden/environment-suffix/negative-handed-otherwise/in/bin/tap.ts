import * as aws from '@pulumi/aws';
import { BillingStack } from '../lib/billing-stack';
import { OrderStack } from '../lib/order-stack';
import { ReturnsStack } from '../lib/returns-stack';
import { common } from './settings';

const provider = new aws.Provider('aws', { region: common.region });

// Handed with the rest of the settings
const orders = new OrderStack('orders', { ...common.naming }, { provider });

// Handed by assignment
const billingArgs: { environmentSuffix?: string } = {};
billingArgs.environmentSuffix = common.naming.environmentSuffix;
const billing = new BillingStack('billing', billingArgs, { provider });

// Reads ENVIRONMENT_SUFFIX itself
const returns = new ReturnsStack('returns', { provider });

export const ordersTable = orders.tableName;
export const billingQueue = billing.queueUrl;
export const returnsQueue = returns.queueUrl;
