import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly privateSubnets: aws.ec2.Subnet[];
  readonly publicSubnetIds: pulumi.Output<string>[] = [];

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('acme:network', name, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );

    this.privateSubnets = ['a', 'b'].map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `${name}-private-${zone}`,
          { vpcId: this.vpc.id, cidrBlock: `10.0.${i}.0/24` },
          { parent: this }
        )
    );

    for (const zone of ['a', 'b']) {
      const subnet = new aws.ec2.Subnet(
        `${name}-public-${zone}`,
        {
          vpcId: this.vpc.id,
          cidrBlock: zone === 'a' ? '10.0.8.0/24' : '10.0.9.0/24',
          mapPublicIpOnLaunch: true,
        },
        { parent: this }
      );
      this.publicSubnetIds.push(subnet.id);
    }

    this.registerOutputs({ vpcId: this.vpc.id });
  }
}
