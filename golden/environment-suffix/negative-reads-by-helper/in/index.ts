import { InvoiceStack } from './lib/invoice-stack';

const invoices = new InvoiceStack('invoices', {});

export const queueUrl = invoices.queueUrl;
