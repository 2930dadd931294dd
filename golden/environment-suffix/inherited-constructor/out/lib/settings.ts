import type { SaleStackArgs } from './sale-stack';

export const saleSettings: SaleStackArgs = { channel: 'web' };
