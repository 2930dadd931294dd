import { GateStack, SaleStack, saleSettings } from './lib';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'qa';

const sale = new SaleStack('sale', { environmentSuffix, ...saleSettings });
const gate = new GateStack('gate', { environmentSuffix });

export const saleQueueUrl = sale.queueUrl;
export const saleChannel = sale.channel;
export const gateQueueUrl = gate.queueUrl;
