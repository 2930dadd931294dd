import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ComputeArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  publicSubnets: aws.ec2.Subnet[];
  warehouseSubnet: aws.ec2.Subnet;
  securityGroupId: pulumi.Input<string>;
  publicKey: string;
}

export class Compute extends pulumi.ComponentResource {
  public readonly bastionId: pulumi.Output<string>;
  public readonly keyPair: aws.ec2.KeyPair;

  constructor(
    name: string,
    args: ComputeArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Compute', name, {}, opts);

    const {
      environmentSuffix,
      tags,
      publicSubnets,
      warehouseSubnet,
      securityGroupId,
      publicKey,
    } = args;

    // The bastion
    const keyPair = new aws.ec2.KeyPair(
      `shop-bastion-key-${environmentSuffix}`,
      { publicKey: publicKey, tags },
      { parent: this }
    );

    const ami = aws.ec2.getAmiOutput({
      mostRecent: true,
      owners: ['amazon'],
      filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] }],
    });

    const bastion = new aws.ec2.Instance(
      `shop-bastion-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 't3.micro',
        subnetId: publicSubnets[0].id,
        vpcSecurityGroupIds: [securityGroupId],
        keyName: keyPair.keyName,
        rootBlockDevice: { volumeSize: 8, encrypted: true },
        userData: `#!/bin/bash
yum update -y
sed -i 's/^#*PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
systemctl restart sshd
`,
        tags: { ...tags, Name: `shop-bastion-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [publicSubnets[0].id as any] }
    );

    // Workers of the warehouse
    const workers = new aws.ec2.LaunchTemplate(
      `shop-workers-${environmentSuffix}`,
      {
        imageId: ami.id,
        instanceType: 't3.small',
        tags,
      },
      { parent: this }
    );

    new aws.autoscaling.Group(
      `shop-workers-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 3,
        vpcZoneIdentifiers: [warehouseSubnet.id],
        launchTemplate: { id: workers.id, version: '$Latest' },
      },
      { parent: this }
    );

    this.bastionId = bastion.id;
    this.keyPair = keyPair;

    this.registerOutputs({ bastionId: this.bastionId, keyPair: this.keyPair });
  }
}
