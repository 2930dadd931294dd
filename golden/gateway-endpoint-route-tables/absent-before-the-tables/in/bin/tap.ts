import { MediaNetwork } from '../lib/media-network';

const network = new MediaNetwork('media');

export const { vpcId, tableArn } = network;
