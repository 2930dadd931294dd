import * as pulumi from '@pulumi/pulumi';
import { ec2, ssm } from '@pulumi/aws';

const stack = pulumi.getStack();

const amazonLinux = ssm.getParameterOutput({
  name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
});

const ubuntu = ec2.getAmiOutput({
  mostRecent: true,
  owners: ['099720109477'],
  filters: [
    {
      name: 'name',
      values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*'],
    },
  ],
});

// The root device and a scratch disk
export const api = new ec2.LaunchTemplate(`api-${stack}`, {
  imageId: amazonLinux.value,
  instanceType: 'm6i.large',
  metadataOptions: { httpTokens: 'required' },
  blockDeviceMappings: [
    {
      deviceName: '/dev/xvda',
      ebs: { volumeSize: 30, volumeType: 'gp3', encrypted: 'true' },
    },
    { deviceName: '/dev/xvdb', ebs: { volumeSize: 12, volumeType: 'gp3' } },
  ],
});

export const builder = new ec2.LaunchTemplate(`builder-${stack}`, {
  imageId: ubuntu.id,
  instanceType: 'c6i.2xlarge',
  metadataOptions: { httpTokens: 'required' },
  blockDeviceMappings: [
    { deviceName: '/dev/sda1', ebs: { volumeSize: 30, volumeType: 'gp3' } },
    { deviceName: '/dev/sdb', noDevice: 'true' },
  ],
});

// The image knows the name of its root device
export const proxy = new ec2.LaunchTemplate(`proxy-${stack}`, {
  imageId: ubuntu.id,
  instanceType: 't3.small',
  metadataOptions: { httpTokens: 'required' },
  blockDeviceMappings: [
    { deviceName: ubuntu.rootDeviceName, ebs: { volumeSize: 30 } },
  ],
});

export const legacy = new ec2.LaunchConfiguration(`legacy-${stack}`, {
  imageId: amazonLinux.value,
  instanceType: 't3.micro',
  metadataOptions: { httpTokens: 'required' },
  rootBlockDevice: { volumeSize: 30 },
});

export const renderer = new ec2.SpotInstanceRequest(`renderer-${stack}`, {
  ami: amazonLinux.value,
  instanceType: 'c6i.4xlarge',
  metadataOptions: { httpTokens: 'required' },
  rootBlockDevice: { volumeSize: 30, volumeType: 'gp3' },
}).spotRequestState;
