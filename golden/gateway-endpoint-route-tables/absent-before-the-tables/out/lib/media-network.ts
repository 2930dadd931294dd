import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

export class MediaNetwork extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly tableArn: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('media:network:MediaNetwork', name, {}, opts);

    const defaultOpts: pulumi.CustomResourceOptions = { parent: this };

    const vpc = new aws.ec2.Vpc(
      `media-vpc-${environmentSuffix}`,
      { cidrBlock: '172.20.0.0/16' },
      defaultOpts
    );

    const publicSubnet = new aws.ec2.Subnet(
      `media-public-${environmentSuffix}`,
      { vpcId: vpc.id, cidrBlock: '172.20.0.0/20', mapPublicIpOnLaunch: true },
      defaultOpts
    );

    const gateway = new aws.ec2.InternetGateway(
      `media-igw-${environmentSuffix}`,
      { vpcId: vpc.id },
      defaultOpts
    );

    const publicRoutes = new aws.ec2.RouteTable(
      `media-public-routes-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
      },
      defaultOpts
    );

    new aws.ec2.RouteTableAssociation(
      `media-public-${environmentSuffix}`,
      { subnetId: publicSubnet.id, routeTableId: publicRoutes.id },
      defaultOpts
    );

    // One table for each kind of worker
    const workerRoutes = ['ingest', 'transcode', 'publish'].map((kind, i) => {
      const subnet = new aws.ec2.Subnet(
        `media-${kind}-${environmentSuffix}`,
        { vpcId: vpc.id, cidrBlock: `172.20.${16 * (i + 1)}.0/20` },
        defaultOpts
      );
      const routes = new aws.ec2.RouteTable(
        `media-${kind}-routes-${environmentSuffix}`,
        { vpcId: vpc.id },
        defaultOpts
      );
      new aws.ec2.RouteTableAssociation(
        `media-${kind}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: routes.id },
        defaultOpts
      );
      return routes;
    });

    // Both services are reached from inside, without the NAT gateway
    for (const service of ['s3', 'dynamodb']) {
      new aws.ec2.VpcEndpoint(
        `media-${service}-${environmentSuffix}`,
        {
          vpcId: vpc.id,
          serviceName: `com.amazonaws.us-west-2.${service}`,
          routeTableIds: [
            publicRoutes.id,
            ...workerRoutes.map(table => table.id),
          ],
        },
        defaultOpts
      );
    }

    const catalogue = new aws.dynamodb.Table(
      `media-catalogue-${environmentSuffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'asset',
        attributes: [{ name: 'asset', type: 'S' }],
      },
      defaultOpts
    );

    this.vpcId = vpc.id;
    this.tableArn = catalogue.arn;
    this.registerOutputs({ routes: workerRoutes.map(table => table.id) });
  }
}
