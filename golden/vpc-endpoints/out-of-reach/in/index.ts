import { createVpc } from './vpc';
import { createSubnets } from './subnets';
import { createWorker } from './worker';

const vpc = createVpc('acme');
const subnets = createSubnets('acme', vpc.id);
export const worker = createWorker('acme', subnets.privateIds);
