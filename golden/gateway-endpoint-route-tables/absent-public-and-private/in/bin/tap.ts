import * as pulumi from '@pulumi/pulumi';
import { PaymentNetwork } from '../lib/payment-network';

const config = new pulumi.Config();
const network = new PaymentNetwork('payment-network', {
  environmentSuffix: config.get('suffix') || 'dev',
  tags: { Team: 'payments' },
});

export const vpcId = network.vpcId;
export const s3EndpointId = network.s3EndpointId;
