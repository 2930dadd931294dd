import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Disk, rooms } from './rooms';
import { Editor } from './editor';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const isProd = pulumi.getStack() === 'prod';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  nameRegex: '^al2023-ami-2023\\.',
});
const common = {
  ami: ami.id,
  instanceType: 'm6i.large',
  subnetId,
  metadataOptions: { httpTokens: 'required' },
};

// The root and the scratch disk are alike
const disk = { volumeType: 'gp3', volumeSize: 16 };
export const cutter = new aws.ec2.Instance('cutter', {
  ...common,
  rootBlockDevice: disk,
  ebsBlockDevices: [{ deviceName: '/dev/sdf', ...disk }],
});
export const grader = new aws.ec2.Instance('grader', {
  ...common,
  rootBlockDevice: { ...disk, encrypted: true },
});

export const player = new aws.ec2.Instance('player', {
  ...common,
  rootBlockDevice: { volumeSize: isProd ? 30 : 20 },
});
export const mixer = new aws.ec2.Instance('mixer', {
  ...common,
  rootBlockDevice: { volumeSize: Disk.Small },
});
export const dubber = new aws.ec2.Instance('dubber', {
  ...common,
  rootBlockDevice: { volumeSize: Math.max(config.getNumber('dub') ?? 0, 30) },
});

// One number for two types, of which one is replaced by any change
const renderDisk = 22;
export const renderer = new aws.ec2.Instance('renderer', {
  ...common,
  rootBlockDevice: { volumeSize: renderDisk },
});
export const renderers = new aws.ec2.LaunchConfiguration('renderers', {
  imageId: ami.id,
  instanceType: 'm6i.large',
  metadataOptions: { httpTokens: 'required' },
  rootBlockDevice: { volumeSize: renderDisk },
});

// Only the first room's machines are too small
for (const { name, size } of rooms) {
  new aws.ec2.Instance(`room-${name}`, {
    ...common,
    rootBlockDevice: { volumeSize: size },
  });
}

const nightArgs: aws.ec2.InstanceArgs = { ...common };
if (config.getBoolean('night')) {
  nightArgs.rootBlockDevice = { volumeSize: 9 };
}
export const night = new aws.ec2.Instance('night', nightArgs);

export const editors = [
  new Editor('first', { imageId: ami.id, subnetId, diskSize: 24 }),
  new Editor('second', { imageId: ami.id, subnetId }),
];
