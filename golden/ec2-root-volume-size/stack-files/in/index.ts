import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const storage = new pulumi.Config('storage');

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

export const web = new aws.ec2.Instance('web', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeSize: config.getNumber('webVolumeSize') ?? 20 },
}).id;

// Whoever keeps data there has set it, and to more
export const store = new aws.ec2.Instance('store', {
  ami: image.id,
  instanceType: 't3.small',
  rootBlockDevice: { volumeSize: storage.getNumber('dataVolumeSize') ?? 24 },
}).id;
