import { LedgerStack } from './lib/ledger-stack';

const ledger = new LedgerStack('ledger', 'dev');

export const vpcId = ledger.vpcId;
