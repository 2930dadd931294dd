import { autoscaling, ec2 as compute } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { bootstrap } from './scripts/bootstrap';
import { BASTION, WORKER } from './scripts';

const config = new pulumi.Config();
const subnetIds = config.requireObject<string[]>('subnetIds');
const bucket = pulumi.output(config.require('releases'));
const baseAmi = config.require('ami');

const api = new compute.Instance('api', {
  ami: baseAmi,
  instanceType: 't3.small',
  subnetId: subnetIds[0],
  userData: bucket.apply(name => bootstrap('api', name)),
});

const jobs = new compute.Instance('jobs', {
  ami: baseAmi,
  instanceType: 't3.small',
  subnetId: subnetIds[1],
  userData: bucket.apply(name => bootstrap('jobs', name)),
});

// The bastion, and the same from a template
const bastionArgs: compute.InstanceArgs = {
  ami: baseAmi,
  instanceType: 't3.nano',
  subnetId: subnetIds[0],
};
bastionArgs.userData = BASTION;
const bastion = new compute.Instance('bastion', bastionArgs);

const template = new compute.LaunchTemplate('bastions', {
  imageId: baseAmi,
  instanceType: 't3.nano',
  userData: Buffer.from(BASTION).toString('base64'),
});

new autoscaling.Group('bastions', {
  minSize: 0,
  maxSize: 2,
  vpcZoneIdentifiers: subnetIds,
  launchTemplate: { id: template.id, version: '$Latest' },
});

// Its users may bring a script of their own
function worker(name: string, userData?: string): compute.Instance {
  return new compute.Instance(name, {
    ami: baseAmi,
    instanceType: 't3.micro',
    subnetId: subnetIds[1],
    userData: userData ?? config.get('workerScript') ?? WORKER,
  });
}
const workers = ['blue', 'green'].map(name => worker(name));

export const addresses = [api, jobs, bastion, ...workers].map(
  host => host.privateIp
);
