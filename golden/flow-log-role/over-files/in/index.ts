import { vpc } from './lib/vpc';
import { createFlowLogs } from './lib/flow-logs';

const { flowLog } = createFlowLogs(vpc);

export const vpcId = vpc.id;
export const flowLogId = flowLog.id;
