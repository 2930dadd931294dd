import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkStackArgs {
  environmentSuffix: string;
}

export class NetworkStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnetIds: pulumi.Output<string>[];

  constructor(
    name: string,
    args: NetworkStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:network:NetworkStack', name, args, opts);

    const vpc = new aws.ec2.Vpc(
      `orders-vpc-${args.environmentSuffix}`,
      {
        cidrBlock: '10.3.0.0/16',
        tags: { Name: `orders-vpc-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    const privateSubnets = ['us-east-1a', 'us-east-1b', 'us-east-1c'].map(
      (availabilityZone, i) =>
        new aws.ec2.Subnet(
          `orders-private-${i + 1}-${args.environmentSuffix}`,
          {
            vpcId: vpc.id,
            availabilityZone,
            cidrBlock: `10.3.${i + 1}.0/24`,
            tags: { Name: `orders-private-${i + 1}-${args.environmentSuffix}` },
          },
          { parent: this }
        )
    );

    const privateRouteTable = new aws.ec2.RouteTable(
      `orders-private-rt-${args.environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { Name: `orders-private-rt-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `orders-private-rta-${i + 1}-${args.environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: privateRouteTable.id },
        { parent: this }
      );
    });

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateSubnets.map(subnet => subnet.id);

    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
    });
  }
}
