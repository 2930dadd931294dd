import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const vpcId = config.require('vpcId');

const admin = new aws.ec2.SecurityGroup('admin-sg', { vpcId });

// Brokers talk to each other
const brokers = new aws.ec2.SecurityGroup('broker-sg', {
  vpcId,
  ingress: [
    { protocol: 'tcp', fromPort: 9092, toPort: 9094, self: true },
    { protocol: 'tcp', fromPort: 2181, toPort: 2181, securityGroups: [admin.id], self: true },
    {
      protocol: 'tcp',
      fromPort: 2888,
      toPort: 3888,
      self: true, // between the keepers
    },
  ],
  egress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }],
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
        self: true,
      }],
    }, { parent: this });
    this.registerOutputs();
  }
}

export const ids = [brokers.id, new Cache('sessions').group.id];
