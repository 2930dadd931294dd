import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { cacheVolumeSize, logVolumeSize } from './settings';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const volumeSize = config.getNumber('volumeSize') || 20;

const ami = aws.ec2.getAmi({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});
const common = {
  ami: ami.then(found => found.id),
  instanceType: 't3.medium',
  subnetId,
  metadataOptions: { httpTokens: 'required' },
};

export const wiki = new aws.ec2.Instance('wiki', {
  ...common,
  rootBlockDevice: { volumeSize, volumeType: 'gp3' },
});

export const search = new aws.ec2.Instance('search', {
  ...common,
  rootBlockDevice: {
    volumeSize: config.getNumber('searchVolumeSize') ?? 24,
    volumeType: 'gp3',
  },
});

export const mirror = new aws.ec2.Instance('mirror', {
  ...common,
  rootBlockDevice: {
    volumeSize: parseInt(config.get('mirrorVolumeSize') || '15', 10),
  },
});

export const cache = new aws.ec2.Instance('cache', {
  ...common,
  rootBlockDevice: { volumeSize: cacheVolumeSize },
});

export const logs = new aws.ec2.Instance('logs', {
  ...common,
  rootBlockDevice: { volumeSize: logVolumeSize },
});

export const preview = new aws.ec2.Instance('preview', {
  ...common,
  rootBlockDevice: {
    volumeSize: pulumi.getStack() === 'prod' ? 100 : 20,
  },
});

// Nobody but the owner of the stack knows
export const mail = new aws.ec2.Instance('mail', {
  ...common,
  rootBlockDevice: { volumeSize: config.requireNumber('mailVolumeSize') },
});
