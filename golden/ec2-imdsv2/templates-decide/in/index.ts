import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const imageId = config.require('imageId');
const prod = pulumi.getStack() === 'prod';

// What a template says holds for the instances that name it
const strict = new aws.ec2.LaunchTemplate('strict', {
  imageId,
  metadataOptions: { httpTokens: 'required' },
});
const loose = new aws.ec2.LaunchTemplate('loose', { imageId });

export const linter = new aws.ec2.Instance('linter', {
  launchTemplate: { id: strict.id, version: '$Latest' },
  instanceType: 't3.small',
});
export const tester = new aws.ec2.Instance('tester', {
  launchTemplate: { name: loose.name },
  instanceType: 't3.small',
  tags: { Name: 'tester', 'build/stage': 'test' },
});
export const packer = new aws.ec2.Instance('packer', {
  launchTemplate: { id: config.require('packerTemplate') },
  instanceType: 't3.small',
});

// One object for two types, of which one knows no instance tags
const quiet = { httpTokens: 'optional' };
export const signer = new aws.ec2.Instance('signer', {
  ami: imageId,
  instanceType: 't3.small',
  metadataOptions: quiet,
});
const fleet = new aws.ec2.LaunchConfiguration('fleet', {
  imageId,
  instanceType: 't3.small',
  metadataOptions: quiet,
});

// Shown in the handbook as well, so it stays
const handbook = { httpTokens: 'optional', httpPutResponseHopLimit: 3 };
export const runner = new aws.ec2.Instance('runner', {
  ami: imageId,
  instanceType: 't3.small',
  metadataOptions: handbook,
});
export const shown = handbook;

export const cache = new aws.ec2.Instance('cache', {
  ami: imageId,
  instanceType: 't3.small',
  metadataOptions: { httpTokens: prod ? 'required' : 'optional' },
});
export const mirror = new aws.ec2.Instance('mirror', {
  ami: imageId,
  instanceType: 't3.small',
  metadataOptions: prod ? { httpTokens: 'required' } : undefined,
});

// Line by line, as the cluster's hosts have it
const lines = ['#!/bin/bash', 'mkdir -p /var/lib/builds'];
lines.push('curl -s http://169.254.169.254/latest/meta-data/instance-id');
const hosts = new aws.ec2.LaunchTemplate('hosts', {
  imageId,
  userData: Buffer.from(lines.join('\n')).toString('base64'),
});
const group = new aws.autoscaling.Group('hosts', {
  minSize: 1,
  maxSize: 4,
  launchConfiguration: prod ? fleet.name : undefined,
  mixedInstancesPolicy: {
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: hosts.id },
    },
  },
});
export const provider = new aws.ecs.CapacityProvider('hosts', {
  autoScalingGroupProvider: { autoScalingGroupArn: group.arn },
}).name;
