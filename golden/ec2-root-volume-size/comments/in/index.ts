import * as aws from '@pulumi/aws';

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const SIZE = 20; // 20GB is enough

const server = new aws.ec2.Instance('server', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: {
    // 8 GiB, encrypted
    volumeSize: 8,
    encrypted: true,
  },
});

const worker = new aws.ec2.Instance('worker', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeSize: SIZE },
});

export const ids = [server.id, worker.id];
