import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnetIds: pulumi.Output<string>[] = [];
  /** Route tables, one for each private subnet */
  public readonly privateSubnetTables: aws.ec2.RouteTable[] = [];

  constructor(
    name: string,
    args: { environmentSuffix: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('private:network:Network', name, {}, opts);

    const vpc = new aws.ec2.Vpc(
      `vpc-${args.environmentSuffix}`,
      { cidrBlock: '10.200.0.0/16', enableDnsHostnames: true },
      { parent: this }
    );

    for (let i = 0; i < 2; i++) {
      const subnet = new aws.ec2.Subnet(
        `private-${i}-${args.environmentSuffix}`,
        { vpcId: vpc.id, cidrBlock: `10.200.${i}.0/24` },
        { parent: this }
      );
      const table = new aws.ec2.RouteTable(
        `private-${i}-${args.environmentSuffix}`,
        { vpcId: vpc.id },
        { parent: this }
      );
      new aws.ec2.RouteTableAssociation(
        `private-${i}-${args.environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: table.id },
        { parent: this }
      );
      this.privateSubnetIds.push(subnet.id);
      this.privateSubnetTables.push(table);
    }

    // Reached through the main table only: the bastion is not associated
    new aws.ec2.Subnet(
      `bastion-${args.environmentSuffix}`,
      { vpcId: vpc.id, cidrBlock: '10.200.250.0/28' },
      { parent: this }
    );
    new aws.ec2.VpcEndpoint(
      `bastion-s3-${args.environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-north-1.s3',
        routeTableIds: [vpc.mainRouteTableId],
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
