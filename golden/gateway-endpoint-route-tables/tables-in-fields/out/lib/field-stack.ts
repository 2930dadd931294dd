import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface FieldStackArgs {
  environmentSuffix: string;
  natGateways: number;
}

export class FieldStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  private readonly vpc: aws.ec2.Vpc;
  private readonly suffix: string;
  private publicSubnets: aws.ec2.Subnet[] = [];
  private publicRouteTable!: aws.ec2.RouteTable;
  private privateRouteTables: aws.ec2.RouteTable[] = [];

  constructor(
    name: string,
    args: FieldStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('field:index:FieldStack', name, args, opts);
    this.suffix = args.environmentSuffix;

    this.vpc = new aws.ec2.Vpc(
      this.resourceName('vpc'),
      { cidrBlock: '10.77.0.0/16', tags: this.tagsOf('vpc') },
      { parent: this }
    );

    this.createPublicSide();
    this.createPrivateSide(args.natGateways);
    this.createEndpoints();

    this.vpcId = this.vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }

  private resourceName(part: string): string {
    return `field-${part}-${this.suffix}`;
  }

  private tagsOf(part: string): Record<string, string> {
    return { Name: this.resourceName(part), Environment: this.suffix };
  }

  private createPublicSide(): void {
    const gateway = new aws.ec2.InternetGateway(
      this.resourceName('igw'),
      { vpcId: this.vpc.id, tags: this.tagsOf('igw') },
      { parent: this }
    );

    this.publicRouteTable = new aws.ec2.RouteTable(
      this.resourceName('public-rt'),
      {
        vpcId: this.vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
        tags: this.tagsOf('public-rt'),
      },
      { parent: this }
    );

    for (const [i, zone] of ['us-east-2a', 'us-east-2b'].entries()) {
      const subnet = new aws.ec2.Subnet(
        this.resourceName(`public-${i}`),
        {
          vpcId: this.vpc.id,
          cidrBlock: `10.77.${i}.0/24`,
          availabilityZone: zone,
          mapPublicIpOnLaunch: true,
        },
        { parent: this }
      );
      new aws.ec2.RouteTableAssociation(
        this.resourceName(`public-rta-${i}`),
        { subnetId: subnet.id, routeTableId: this.publicRouteTable.id },
        { parent: this }
      );
      this.publicSubnets.push(subnet);
    }
  }

  private createPrivateSide(natGateways: number): void {
    for (let i = 0; i < 2; i++) {
      const subnet = new aws.ec2.Subnet(
        this.resourceName(`private-${i}`),
        { vpcId: this.vpc.id, cidrBlock: `10.77.${i + 10}.0/24` },
        { parent: this }
      );

      const table = new aws.ec2.RouteTable(
        this.resourceName(`private-rt-${i}`),
        { vpcId: this.vpc.id, tags: this.tagsOf(`private-rt-${i}`) },
        { parent: this }
      );
      this.privateRouteTables.push(table);

      new aws.ec2.RouteTableAssociation(
        this.resourceName(`private-rta-${i}`),
        { subnetId: subnet.id, routeTableId: table.id },
        { parent: this }
      );

      if (i < natGateways) {
        const address = new aws.ec2.Eip(
          this.resourceName(`nat-${i}`),
          { domain: 'vpc' },
          { parent: this }
        );
        const nat = new aws.ec2.NatGateway(
          this.resourceName(`nat-${i}`),
          { allocationId: address.id, subnetId: this.publicSubnets[i].id },
          { parent: this }
        );
        new aws.ec2.Route(
          this.resourceName(`private-route-${i}`),
          {
            routeTableId: table.id,
            destinationCidrBlock: '0.0.0.0/0',
            natGatewayId: nat.id,
          },
          { parent: this }
        );
      }
    }
  }

  private createEndpoints(): void {
    new aws.ec2.VpcEndpoint(
      this.resourceName('s3'),
      {
        vpcId: this.vpc.id,
        serviceName: 'com.amazonaws.us-east-2.s3',
        routeTableIds: [
          this.publicRouteTable.id,
          ...this.privateRouteTables.map(table => table.id),
        ],
        tags: this.tagsOf('s3'),
      },
      { parent: this }
    );
  }
}
