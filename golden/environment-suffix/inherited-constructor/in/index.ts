import { GateStack, SaleStack, saleSettings } from './lib';

const sale = new SaleStack('sale', saleSettings);
const gate = new GateStack('gate');

export const saleQueueUrl = sale.queueUrl;
export const saleChannel = sale.channel;
export const gateQueueUrl = gate.queueUrl;
