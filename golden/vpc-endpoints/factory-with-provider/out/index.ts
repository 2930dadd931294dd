import * as aws from '@pulumi/aws';
import { createJobs } from './lib/jobs';
import { createNetwork } from './lib/network';

const provider = new aws.Provider('west', { region: 'us-west-2' });

const network = createNetwork('batch', provider);
createJobs('batch', network.privateSubnets, provider);

export const vpcId = network.vpc.id;
