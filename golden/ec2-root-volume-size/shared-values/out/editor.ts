import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface EditorArgs {
  imageId: pulumi.Input<string>;
  subnetId: string;
  /** GiB */
  diskSize?: number;
}

/** A desk with its machine. */
export class Editor extends pulumi.ComponentResource {
  constructor(
    name: string,
    private readonly args: EditorArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('studio:index:Editor', name, {}, opts);
    this.createMachine(name);
    this.registerOutputs({});
  }

  private createMachine(name: string): aws.ec2.Instance {
    return new aws.ec2.Instance(
      `${name}-editor`,
      {
        ami: this.args.imageId,
        instanceType: 'g5.xlarge',
        subnetId: this.args.subnetId,
        metadataOptions: { httpTokens: 'required' },
        rootBlockDevice: { volumeSize: this.args.diskSize ?? 30 },
      },
      { parent: this }
    );
  }
}
