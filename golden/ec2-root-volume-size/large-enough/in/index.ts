import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { estimate } from './estimate';

const GIB = 20; // of memory
const SCENE_DISK = 64;

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const sceneDisk = config.getNumber('sceneDisk') || SCENE_DISK;
const previewDisk = config.getNumber('previewDisk') ?? 30;
const prod = pulumi.getStack() === 'prod';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});
const common = {
  ami: ami.id,
  instanceType: 'c6i.4xlarge',
  subnetId,
  metadataOptions: { httpTokens: 'required' },
};
const small = { volumeType: 'gp3', volumeSize: 10 };

export const scene = new aws.ec2.Instance('scene', {
  ...common,
  rootBlockDevice: { volumeType: 'gp3', volumeSize: sceneDisk },
});

export const preview = new aws.ec2.Instance('preview', {
  ...common,
  rootBlockDevice: { volumeSize: previewDisk, iops: 3000 },
});

export const final = new aws.ec2.Instance('final', {
  ...common,
  rootBlockDevice: { ...small, volumeSize: prod ? 200 : 40 },
});

// The same word in another scope
function createWorker(index: number) {
  const GIB = 48;
  return new aws.ec2.Instance(`worker-${index}`, {
    ...common,
    rootBlockDevice: { volumeSize: GIB },
    ebsBlockDevices: [{ deviceName: '/dev/sdf', ...small }],
  });
}
export const workers = [1, 2, 3].map(createWorker);

export const template = new aws.ec2.LaunchTemplate('burst', {
  imageId: ami.id,
  instanceType: 'c6i.large',
  metadataOptions: { httpTokens: 'required' },
  blockDeviceMappings: [
    { deviceName: '/dev/xvda', ebs: { encrypted: 'true' } },
    { deviceName: '/dev/sdf', ebs: small },
  ],
});

export const costs = estimate({ memory: GIB, rootBlockDevice: small });
