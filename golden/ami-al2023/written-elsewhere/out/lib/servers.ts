import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';
import { BUILD_IMAGE } from './images';

export interface ServersArgs {
  imagePattern: string;
  instanceType?: string;
}

export class Servers extends pulumi.ComponentResource {
  public readonly instanceId: pulumi.Output<string>;
  public readonly builderId: pulumi.Output<string>;
  public readonly bastionId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ServersArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:compute:Servers', name, args, opts);

    const image = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [{ name: 'name', values: [args.imagePattern] }],
      },
      { parent: this }
    );

    const instance = new aws.ec2.Instance(
      `${name}-instance`,
      { ami: image.id, instanceType: args.instanceType ?? 't3.small' },
      { parent: this }
    );

    // Whichever is newer
    const bastionImage = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [
          {
            name: 'name',
            values: ['al2023-ami-2023.*-x86_64'],
          },
        ],
      },
      { parent: this }
    );

    const bastion = new aws.ec2.Instance(
      `${name}-bastion`,
      { ami: bastionImage.id, instanceType: 't3.nano' },
      { parent: this }
    );

    const builder = new aws.ec2.Instance(
      `${name}-builder`,
      {
        ami: aws.ec2.getAmiOutput(
          {
            mostRecent: true,
            owners: ['amazon'],
            filters: [{ name: 'name', values: [BUILD_IMAGE] }],
          },
          { parent: this }
        ).id,
        instanceType: 'm7g.large',
      },
      { parent: this, dependsOn: [instance] }
    );

    this.builderId = builder.id;
    this.instanceId = instance.id;
    this.bastionId = bastion.id;
    this.registerOutputs({ instanceId: this.instanceId });
  }
}
