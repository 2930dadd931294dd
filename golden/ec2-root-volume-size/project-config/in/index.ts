import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { DEFAULTS } from './defaults';

interface Hosts {
  disk: number;
  type: string;
}

const hosts = {
  ...DEFAULTS,
  ...new pulumi.Config('network').getObject<Partial<Hosts>>('hosts'),
};

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

export const web = new aws.ec2.Instance('web', {
  ami: image.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeSize: hosts.disk, volumeType: hosts.type },
}).id;
