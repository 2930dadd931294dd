import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface WebStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
}

export class WebStack extends pulumi.ComponentResource {
  public readonly privateIps: pulumi.Output<string>[];

  constructor(
    name: string,
    args: WebStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:web:WebStack', name, args, opts);

    const { environmentSuffix, subnetIds } = args;

    const ami = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [
          { name: 'name', values: ['al2023-ami-2023.*-x86_64'] },
          { name: 'virtualization-type', values: ['hvm'] },
        ],
      },
      { parent: this }
    );

    const servers = subnetIds.map(
      (subnetId, i) =>
        new aws.ec2.Instance(
          `web-${i + 1}-${environmentSuffix}`,
          {
            ami: ami.id,
            instanceType: 't3.small',
            subnetId,
            metadataOptions: { httpTokens: 'required' },
            rootBlockDevice: {
              volumeType: 'gp3',
              volumeSize: 20, // GiB
              encrypted: true,
            },
            tags: { Name: `web-${i + 1}-${environmentSuffix}` },
          },
          { parent: this }
        )
    );

    // Large enough, and a second disk that may stay as small as it is
    const search = new aws.ec2.Instance(
      `search-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 'r6i.large',
        subnetId: subnetIds[0],
        metadataOptions: { httpTokens: 'required' },
        rootBlockDevice: { volumeType: 'gp3', volumeSize: 30 },
        ebsBlockDevices: [{ deviceName: '/dev/sdf', volumeSize: 10 }],
      },
      { parent: this }
    );

    // Takes the size of its image
    const relay = new aws.ec2.Instance(
      `relay-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 't3.nano',
        subnetId: subnetIds[0],
        metadataOptions: { httpTokens: 'required' },
        rootBlockDevice: { encrypted: true },
      },
      { parent: this }
    );

    this.privateIps = [...servers, search, relay].map(s => s.privateIp);
    this.registerOutputs({ privateIps: this.privateIps });
  }
}
