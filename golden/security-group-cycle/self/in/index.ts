import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const vpcId = config.require('vpcId');

const admin = new aws.ec2.SecurityGroup('admin-sg', { vpcId });

// Brokers talk to each other
const brokers = new aws.ec2.SecurityGroup('broker-sg', {
  vpcId,
  ingress: [
    { protocol: 'tcp', fromPort: 9092, toPort: 9094, securityGroups: [brokers.id] },
    { protocol: 'tcp', fromPort: 2181, toPort: 2181, securityGroups: [admin.id, brokers.id] },
    {
      protocol: 'tcp',
      fromPort: 2888,
      toPort: 3888,
      self: true,
      securityGroups: [brokers.id], // between the keepers
    },
  ],
  egress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: false, securityGroups: [brokers.id] }],
});

class Cache extends pulumi.ComponentResource {
  group: aws.ec2.SecurityGroup;

  constructor(name: string) {
    super('acme:Cache', name);
    this.group = new aws.ec2.SecurityGroup(`${name}-sg`, {
      vpcId,
      ingress: [{
        protocol: 'tcp',
        fromPort: 6379,
        toPort: 6379,
        securityGroups: [this.group.id],
      }],
    }, { parent: this });
    this.registerOutputs();
  }
}

export const ids = [brokers.id, new Cache('sessions').group.id];
