import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface HostsArgs {
  environmentSuffix: string;
  subnetId: pulumi.Input<string>;
  publicKey: pulumi.Input<string>;
}

export class Hosts extends pulumi.ComponentResource {
  public readonly addresses: pulumi.Output<string>[];
  public readonly keyName: pulumi.Output<string>;

  constructor(
    name: string,
    args: HostsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:compute:Hosts', name, args, opts);

    const { environmentSuffix } = args;

    // Access
    const keyPair = new aws.ec2.KeyPair(
      `hosts-key-${environmentSuffix}`,
      { publicKey: args.publicKey },
      { parent: this }
    );
    this.keyName = keyPair.keyName;

    // Hosts
    const web = new aws.ec2.Instance(
      `hosts-web-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        keyName: keyPair.keyName,
        subnetId: args.subnetId,
      },
      { parent: this, dependsOn: [keyPair] }
    );

    const worker = new aws.ec2.Instance(
      `hosts-worker-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: args.subnetId,
      },
      { parent: this, dependsOn: [keyPair, web] }
    );

    this.addresses = [web.privateIp, worker.privateIp];
    this.registerOutputs({ addresses: this.addresses, keyName: this.keyName });
  }
}
