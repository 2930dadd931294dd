import * as aws from '@pulumi/aws';

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const SIZE = 30; // 30GB is enough

const server = new aws.ec2.Instance('server', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: {
    // 30 GiB, encrypted
    volumeSize: 30,
    encrypted: true,
  },
});

const worker = new aws.ec2.Instance('worker', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeSize: SIZE },
});

export const ids = [server.id, worker.id];
