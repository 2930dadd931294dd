import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly publicSubnets: aws.ec2.Subnet[] = [];

  constructor(
    name: string,
    zones: string[],
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('shop:network:Network', name, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );

    zones.forEach((zone, index) => {
      this.publicSubnets.push(
        new aws.ec2.Subnet(
          `${name}-public-${index}`,
          {
            vpcId: this.vpc.id,
            cidrBlock: `10.0.${index}.0/24`,
            availabilityZone: zone,
            mapPublicIpOnLaunch: true,
          },
          { parent: this }
        )
      );
    });

    const internetGateway = new aws.ec2.InternetGateway(
      `${name}-igw`,
      {
        vpcId: this.vpc.id,
      },
      { parent: this }
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `${name}-public-rt`,
      {
        vpcId: this.vpc.id,
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `${name}-public-route`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: internetGateway.id,
      },
      { parent: this }
    );

    this.publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `${name}-public-rta-${i}`,
        {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
        },
        { parent: this }
      );
    });

    this.registerOutputs();
  }
}

const network = new Network('shop', ['us-east-1a', 'us-east-1b']);

export const vpcId = network.vpc.id;
