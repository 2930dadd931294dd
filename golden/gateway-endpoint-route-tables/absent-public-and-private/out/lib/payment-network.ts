import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface PaymentNetworkArgs {
  environmentSuffix: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class PaymentNetwork extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly s3EndpointId: pulumi.Output<string>;

  constructor(
    name: string,
    args: PaymentNetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:network:PaymentNetwork', name, args, opts);

    const { environmentSuffix, tags = {} } = args;

    const vpc = new aws.ec2.Vpc(
      `payment-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `payment-vpc-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    const igw = new aws.ec2.InternetGateway(
      `payment-igw-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    const publicSubnets = ['us-east-1a', 'us-east-1b'].map(
      (az, i) =>
        new aws.ec2.Subnet(
          `payment-public-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags,
          },
          { parent: this }
        )
    );

    const privateSubnets = ['us-east-1a', 'us-east-1b'].map(
      (az, i) =>
        new aws.ec2.Subnet(
          `payment-private-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i + 10}.0/24`,
            availabilityZone: az,
            tags,
          },
          { parent: this }
        )
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `payment-public-rt-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    new aws.ec2.Route(
      `payment-public-route-${environmentSuffix}`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: igw.id,
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `payment-public-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: publicRouteTable.id },
        { parent: this }
      );
    });

    const privateRouteTable = new aws.ec2.RouteTable(
      `payment-private-rt-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `payment-private-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: privateRouteTable.id },
        { parent: this }
      );
    });

    // S3 traffic of the tasks stays inside the network
    const s3Endpoint = new aws.ec2.VpcEndpoint(
      `payment-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway', // free of charge
        routeTableIds: [publicRouteTable.id, privateRouteTable.id],
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `payment-s3-endpoint-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.s3EndpointId = s3Endpoint.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
