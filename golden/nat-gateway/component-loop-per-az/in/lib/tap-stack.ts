import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly publicSubnetIds: pulumi.Output<string>[];

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const { environmentSuffix, tags } = args;

    // Network of the booking platform
    const vpc = new aws.ec2.Vpc(
      `booking-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.20.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { ...tags, Name: `booking-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const zones = aws.getAvailabilityZonesOutput({ state: 'available' });

    // Public subnets for the load balancer, private ones for the tasks
    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    for (let i = 0; i < 2; i++) {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `booking-public-subnet-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.20.${i}.0/24`,
            availabilityZone: zones.names[i],
            mapPublicIpOnLaunch: true,
            tags: {
              ...tags,
              Name: `booking-public-subnet-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
      privateSubnets.push(
        new aws.ec2.Subnet(
          `booking-private-subnet-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.20.${i + 10}.0/24`,
            availabilityZone: zones.names[i],
            tags: {
              ...tags,
              Name: `booking-private-subnet-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
    }

    // Internet gateway
    const internetGateway = new aws.ec2.InternetGateway(
      `booking-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `booking-igw-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Route table of the public subnets
    const publicRouteTable = new aws.ec2.RouteTable(
      `booking-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `booking-public-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `booking-public-route-${environmentSuffix}`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: internetGateway.id,
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `booking-public-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
        },
        { parent: this }
      );
    });

    // Security group of the load balancer
    new aws.ec2.SecurityGroup(
      `booking-alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'HTTPS from anywhere',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.publicSubnetIds = publicSubnets.map(subnet => subnet.id);

    this.registerOutputs({ vpcId: this.vpcId });
  }
}
