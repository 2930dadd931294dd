import * as aws from '@pulumi/aws';
import { numberOr, textOr } from './settings';

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

export const search = new aws.ec2.Instance('search', {
  ami: image.id,
  instanceType: textOr('searchInstanceType', 't3.small'),
  rootBlockDevice: { volumeSize: numberOr('searchVolumeSize', 20) },
}).id;
