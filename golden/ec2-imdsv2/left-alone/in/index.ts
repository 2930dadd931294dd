import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Instance } from './instance';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const imageId = config.require('imageId');

// Metadata is switched off altogether
export const vault = new aws.ec2.Instance('vault', {
  ami: imageId,
  instanceType: 't3.small',
  subnetId,
  metadataOptions: { httpEndpoint: 'disabled' },
});

const strict = { httpEndpoint: 'enabled', httpTokens: 'required' };
export const web = new aws.ec2.Instance('web', {
  ami: imageId,
  instanceType: 't3.small',
  subnetId,
  metadataOptions: { ...strict, httpPutResponseHopLimit: 2 },
});

const TOKENS = 'required';
export const template = new aws.ec2.LaunchTemplate('web', {
  imageId,
  instanceType: 't3.small',
  metadataOptions: { httpTokens: TOKENS },
});

// Runs elsewhere, only read here
export const shared = aws.ec2.Instance.get('shared', 'i-0123456789abcdef0');
export const existing = aws.ec2.getInstanceOutput({
  instanceId: 'i-0fedcba9876543210',
}).privateIp;

// Other services have instances too
export const database = new aws.rds.ClusterInstance('database', {
  clusterIdentifier: config.require('cluster'),
  engine: 'aurora-postgresql',
  instanceClass: 'db.t4g.medium',
});
export const blog = new aws.lightsail.Instance('blog', {
  availabilityZone: 'eu-west-1a',
  blueprintId: 'wordpress',
  bundleId: 'small_3_0',
});

// Our own class, and our own object that happens to be called aws
export const record = new Instance('record', { ami: imageId });

namespace local {
  const aws = { ec2: { Instance } };
  export const simulated = new aws.ec2.Instance('simulated', { ami: imageId });
}
export const simulated = local.simulated.name;
