import { createKey } from './modules/keys';
import { createLogs } from './modules/logs';

const key = createKey('platform');
const logs = createLogs('platform', key.arn);

export const logGroupArn = logs.arn;
