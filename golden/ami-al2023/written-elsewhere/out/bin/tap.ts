import * as pulumi from '@pulumi/pulumi';
import { buildTemplate } from '../lib/fleet';
import { Servers } from '../lib/servers';

const config = new pulumi.Config();

const web = new Servers('web', {
  imagePattern: config.get('imagePattern') || 'al2023-ami-2023.*-x86_64',
});

const jobs = new Servers('jobs', {
  imagePattern: 'al2023-ami-2023.*-arm64',
  instanceType: 't4g.small',
});

export const ids = [web.instanceId, jobs.instanceId];
export const bastionId = web.bastionId;
export const templateId = buildTemplate('build').id;
