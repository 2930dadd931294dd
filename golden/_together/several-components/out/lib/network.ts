import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface NetworkComponentArgs {
  environmentSuffix: string;
  tags: pulumi.Input<{ [key: string]: string }>;
}

export class NetworkComponent extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnets: aws.ec2.Subnet[] = [];

  constructor(
    name: string,
    args: NetworkComponentArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:network:NetworkComponent', name, args, opts);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const { environmentSuffix, tags } = args;

    const vpc = new aws.ec2.Vpc(
      `payment-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `payment-vpc-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    // Public side
    const igw = new aws.ec2.InternetGateway(
      `payment-igw-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    const publicSubnet = new aws.ec2.Subnet(
      `payment-public-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        cidrBlock: '10.0.0.0/24',
        mapPublicIpOnLaunch: true,
        tags,
      },
      { parent: this }
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `payment-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }],
        tags,
      },
      { parent: this }
    );

    new aws.ec2.RouteTableAssociation(
      `payment-public-rta-${environmentSuffix}`,
      { subnetId: publicSubnet.id, routeTableId: publicRouteTable.id },
      { parent: this }
    );

    // Private side
    const privateRouteTable = new aws.ec2.RouteTable(
      `payment-private-rt-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    // S3 endpoint
    new aws.ec2.VpcEndpoint(
      `payment-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: [publicRouteTable.id, privateRouteTable.id],
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AccountPrincipals',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
            {
              Sid: 'EcrImageLayers',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-us-east-1/*',
                'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*',
              ],
            },
          ],
        }),
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `payment-s3-endpoint-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    for (let i = 0; i < 3; i++) {
      const subnet = new aws.ec2.Subnet(
        `payment-private-${i}-${environmentSuffix}`,
        { vpcId: vpc.id, cidrBlock: `10.0.${i + 10}.0/24`, tags },
        { parent: this }
      );

      new aws.ec2.RouteTableAssociation(
        `payment-private-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: privateRouteTable.id },
        { parent: this }
      );

      this.privateSubnets.push(subnet);
    }

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
