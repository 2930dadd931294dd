export { GateStack } from './gate-stack';
export { default as SaleStack } from './sale-stack';
export * from './settings';
