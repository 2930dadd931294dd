import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface ComputeStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
}

export class ComputeStack extends pulumi.ComponentResource {
  public readonly groupName: pulumi.Output<string>;
  public readonly imageId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ComputeStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:compute:ComputeStack', name, args, opts);

    const { environmentSuffix, subnetIds } = args;

    // Newest image for the web tier
    const ami = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [
          {
            name: 'name',
            values: ['al2023-ami-2023.*-x86_64'], // HVM, gp2
          },
          {
            name: 'virtualization-type',
            values: ['hvm'],
          },
        ],
      },
      { parent: this }
    );

    const template = new aws.ec2.LaunchTemplate(
      `web-template-${environmentSuffix}`,
      {
        imageId: ami.id,
        instanceType: 't3.small',
        userData: Buffer.from(
          `#!/bin/bash
yum update -y
amazon-linux-extras install -y nginx1
systemctl enable --now nginx
`
        ).toString('base64'),
      },
      { parent: this }
    );

    const group = new aws.autoscaling.Group(
      `web-group-${environmentSuffix}`,
      {
        minSize: 2,
        maxSize: 4,
        vpcZoneIdentifiers: subnetIds,
        launchTemplate: { id: template.id, version: '$Latest' },
      },
      { parent: this }
    );

    // Graviton workers, one a subnet
    const workerAmi = aws.ec2.getAmi(
      {
        mostRecent: true,
        owners: ['137112412989'],
        filters: [
          { name: 'name', values: ['al2023-ami-2023.*'] },
          { name: 'architecture', values: ['arm64'] },
        ],
      },
      { parent: this }
    );

    subnetIds.forEach((subnetId, i) => {
      new aws.ec2.Instance(
        `worker-${i + 1}-${environmentSuffix}`,
        {
          ami: workerAmi.then(found => found.id),
          instanceType: 't4g.small',
          subnetId,
        },
        { parent: this }
      );
    });

    this.groupName = group.name;
    this.imageId = ami.id;
    this.registerOutputs({
      groupName: this.groupName,
      imageId: this.imageId,
    });
  }
}
