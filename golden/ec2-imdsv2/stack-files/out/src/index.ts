import * as aws from '@pulumi/aws';
import { hopLimit, httpTokens } from './config';

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const bastion = new aws.ec2.Instance('bastion', {
  ami: image.id,
  instanceType: 't3.micro',
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens,
    httpPutResponseHopLimit: hopLimit,
    instanceMetadataTags: 'enabled',
  },
});

export const bastionId = bastion.id;
