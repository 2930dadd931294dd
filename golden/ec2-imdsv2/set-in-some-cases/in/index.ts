import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const strict = config.getBoolean('strict') ?? false;

// The strict ones ask for a token, the others for none
export const cache = new aws.ec2.Instance('cache', {
  ami: config.require('ami'),
  instanceType: 't3.small',
  metadataOptions: { ...(strict ? { httpTokens: 'required' } : {}) },
});

export const queue = new aws.ec2.Instance('queue', {
  ami: config.require('ami'),
  instanceType: 't3.small',
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: strict ? 'required' : undefined,
  },
});

export const search = new aws.ec2.Instance('search', {
  ami: config.require('ami'),
  instanceType: 't3.medium',
  metadataOptions: {
    httpEndpoint: 'enabled',
    ...(strict && { httpTokens: 'required', httpPutResponseHopLimit: 1 }),
  },
});

// Nothing to do: one way or the other, a token is required
export const worker = new aws.ec2.Instance('worker', {
  ami: config.require('ami'),
  instanceType: 't3.medium',
  metadataOptions: {
    ...(strict ? { httpPutResponseHopLimit: 1 } : {}),
    httpTokens: 'required',
  },
});
