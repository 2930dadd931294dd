import { Audit } from './lib/audit';
import { Network } from './lib/network';

const network = new Network('claims');
const audit = new Audit('claims', { vpcId: network.vpcId });

export const vpcId = network.vpcId;
export const flowLogId = audit.flowLog.id;
