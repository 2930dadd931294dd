import * as pulumi from '@pulumi/pulumi';
import { buildTemplate } from '../lib/fleet';
import { Servers } from '../lib/servers';

const config = new pulumi.Config();

const web = new Servers('web', {
  imagePattern: config.get('imagePattern') || 'amzn2-ami-hvm-*-x86_64-gp2',
});

const jobs = new Servers('jobs', {
  imagePattern: 'amzn2-ami-kernel-5.10-hvm-*-arm64-gp2',
  instanceType: 't4g.small',
});

export const ids = [web.instanceId, jobs.instanceId];
export const bastionId = web.bastionId;
export const templateId = buildTemplate('build').id;
