import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const publicKey = config.require('publicKey');
const subnetIds = config.requireObject<string[]>('subnetIds');

// A node group has no other way in.
const nodeKey = new aws.ec2.KeyPair('nodes', { publicKey });
new aws.eks.NodeGroup('nodes', {
  clusterName: 'main',
  nodeRoleArn: config.require('nodeRoleArn'),
  subnetIds,
  scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
  remoteAccess: { ec2SshKey: nodeKey.keyName },
});

// Part of a text.
const shownKey = new aws.ec2.KeyPair('shown', { publicKey });
const shown = new aws.ec2.Instance('shown', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  keyName: shownKey.keyName,
});
export const command = pulumi.interpolate`ssh -i ${shownKey.keyName}.pem ec2-user@${shown.publicIp}`;

// Under a condition.
const debugKey = new aws.ec2.KeyPair('debug', { publicKey });
new aws.ec2.Instance('debug', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  keyName: config.getBoolean('debug') ? debugKey.keyName : undefined,
});

// Pulumi would refuse.
new aws.ec2.KeyPair('kept', { publicKey }, { protect: true });

// Made by somebody else.
new aws.ec2.KeyPair('legacy', { publicKey }, { import: 'legacy' });

// Given to one of two.
const oneKey = new aws.ec2.KeyPair('one', { publicKey });
function createHost(name: string, keyName: pulumi.Input<string>) {
  return new aws.ec2.Instance(name, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    keyName,
  });
}
createHost('first', oneKey.keyName);
createHost('second', 'theirs');
