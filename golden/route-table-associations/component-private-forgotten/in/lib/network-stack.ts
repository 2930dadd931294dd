import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkStackArgs {
  environmentSuffix: string;
}

export class NetworkStack extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;
  public readonly privateSubnets: aws.ec2.Subnet[] = [];

  constructor(
    name: string,
    args: NetworkStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('orders:network', name, {}, opts);
    const { environmentSuffix } = args;

    this.vpc = new aws.ec2.Vpc(
      `orders-vpc-${environmentSuffix}`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );

    const igw = new aws.ec2.InternetGateway(
      `orders-igw-${environmentSuffix}`,
      { vpcId: this.vpc.id },
      { parent: this }
    );

    const publicSubnets: aws.ec2.Subnet[] = [];
    ['us-east-1a', 'us-east-1b'].forEach((zone, i) => {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `orders-public-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: this.vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: zone,
            mapPublicIpOnLaunch: true,
          },
          { parent: this }
        )
      );
      this.privateSubnets.push(
        new aws.ec2.Subnet(
          `orders-private-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: this.vpc.id,
            cidrBlock: `10.0.1${i}.0/24`,
            availabilityZone: zone,
          },
          { parent: this }
        )
      );
    });

    const publicRouteTable = new aws.ec2.RouteTable(
      `orders-public-rt-${environmentSuffix}`,
      {
        vpcId: this.vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }],
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `orders-public-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: publicRouteTable.id },
        { parent: this }
      );
    });

    const eip = new aws.ec2.Eip(
      `orders-nat-eip-${environmentSuffix}`,
      { domain: 'vpc' },
      { parent: this }
    );

    const natGateway = new aws.ec2.NatGateway(
      `orders-nat-${environmentSuffix}`,
      { allocationId: eip.id, subnetId: publicSubnets[0].id },
      { parent: this, dependsOn: [igw] }
    );

    // The way out of the private subnets
    const privateRouteTable = new aws.ec2.RouteTable(
      `orders-private-rt-${environmentSuffix}`,
      { vpcId: this.vpc.id },
      { parent: this }
    );

    new aws.ec2.Route(
      `orders-private-route-${environmentSuffix}`,
      {
        routeTableId: privateRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGateway.id,
      },
      { parent: this }
    );

    this.registerOutputs({ vpcId: this.vpc.id });
  }
}
