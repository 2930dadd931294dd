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
    super('shop:network:NetworkStack', name, {}, opts);

    const { environmentSuffix } = args;

    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.30.0.0/16',
        tags: { Name: `shop-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const zones = ['eu-west-1a', 'eu-west-1b'];

    const publicSubnets = zones.map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `shop-public-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.30.${i}.0/24`,
            availabilityZone: zone,
            mapPublicIpOnLaunch: true,
          },
          { parent: this }
        )
    );

    const privateSubnets = zones.map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `shop-private-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.30.${i + 10}.0/24`,
            availabilityZone: zone,
          },
          { parent: this }
        )
    );

    new aws.ec2.SecurityGroup(
      `shop-alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: `HTTPS to ${publicSubnets.length} subnets`,
      },
      { parent: this }
    );

    const assets = new aws.s3.BucketV2(
      `shop-assets-${environmentSuffix}`,
      {},
      { parent: this }
    );

    const role = new aws.iam.Role(
      `shop-resizer-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'lambda.amazonaws.com',
        }),
        managedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
          'arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess',
        ],
      },
      { parent: this }
    );

    new aws.lambda.Function(
      `shop-resizer-${environmentSuffix}`,
      {
        role: role.arn,
        runtime: 'nodejs20.x',
        handler: 'index.handler',
        environment: { variables: { ASSETS: assets.bucket } },
        vpcConfig: {
          subnetIds: privateSubnets.map(subnet => subnet.id),
          securityGroupIds: [],
        },
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateSubnets.map(subnet => subnet.id);

    this.registerOutputs({ vpcId: this.vpcId });
  }
}
