import * as pulumi from '@pulumi/pulumi';
import {
  Instance,
  LaunchTemplate as Template,
  getAmiOutput,
} from '@pulumi/aws/ec2';
import { createWorkers } from './workers';

const config = new pulumi.Config();
const subnetIds = config.requireObject<string[]>('subnetIds');

const ami = getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
}).id;

const bastions = subnetIds.map(
  (subnetId, i) =>
    new Instance(`bastion-${i}`, { ami, instanceType: 't3.nano', subnetId }),
);

const probe = new Instance(
  'probe',
  { ami, instanceType: 't3.nano', tags: { Name: 'probe' } },
  { deleteBeforeReplace: true },
);

const jump = new Template('jump', { imageId: ami, instanceType: 't3.nano' });

export const bastionIps = bastions.map((bastion) => bastion.publicIp);
export const workerIps = createWorkers(ami, 3).map((w) => w.privateIp);
export const jumpVersion = jump.latestVersion;
export const probeIp = probe.privateIp;
