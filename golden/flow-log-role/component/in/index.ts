import * as pulumi from '@pulumi/pulumi';
import { NetworkStack } from './lib/network-stack';

const config = new pulumi.Config();
const environmentSuffix = config.get('environmentSuffix') || 'dev';

const network = new NetworkStack('network', { environmentSuffix });

export const vpcId = network.vpcId;
