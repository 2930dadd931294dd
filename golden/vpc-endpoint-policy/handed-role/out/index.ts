import { Identity } from './identity';
import { Network } from './network';
import { Worker } from './worker';

const identity = new Identity('thumbs');
const network = new Network('thumbs', { workerRole: identity.role });

export const worker = new Worker('thumbs', {
  role: identity.role,
  subnetIds: [network.subnet.id],
}).name;
