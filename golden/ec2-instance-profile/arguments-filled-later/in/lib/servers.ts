import * as aws from '@pulumi/aws';
import { Instance } from '@pulumi/aws/ec2';
import * as pulumi from '@pulumi/pulumi';

export class Servers extends pulumi.ComponentResource {
  readonly instance: Instance;

  constructor(
    name: string,
    subnetId: pulumi.Input<string>,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('shop:web:Servers', name, {}, opts);

    const defaultOpts = { parent: this };
    const instanceArgs: aws.ec2.InstanceArgs = {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
    };
    instanceArgs.subnetId = subnetId;

    this.instance = new Instance(
      `${name}-server`,
      instanceArgs,
      pulumi.mergeOptions(defaultOpts, { ignoreChanges: ['ami'] })
    );

    this.registerOutputs();
  }
}
