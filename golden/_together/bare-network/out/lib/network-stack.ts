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

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const { environmentSuffix } = args;

    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.30.0.0/16',
        tags: { Name: `shop-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-vpc-flow-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        tags: { Name: `shop-vpc-flow-logs-${environmentSuffix}` },
      },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `shop-vpc-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags: { Name: `shop-vpc-flow-log-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-vpc-flow-log-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: flowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags: { Name: `shop-vpc-flow-log-${environmentSuffix}` },
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

    const internetGateway = new aws.ec2.InternetGateway(
      `shop-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { Name: `shop-igw-${environmentSuffix}` },
      },
      { parent: this }
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `shop-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { Name: `shop-public-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-public-route-${environmentSuffix}`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: internetGateway.id,
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-public-rta-${i}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
        },
        { parent: this }
      );
    });

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

    const natEip = new aws.ec2.Eip(
      `shop-nat-eip-${environmentSuffix}`,
      {
        domain: 'vpc',
        tags: { Name: `shop-nat-eip-${environmentSuffix}` },
      },
      { parent: this }
    );

    const natGateway = new aws.ec2.NatGateway(
      `shop-nat-${environmentSuffix}`,
      {
        allocationId: natEip.id,
        subnetId: publicSubnets[0].id,
        tags: { Name: `shop-nat-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [internetGateway] }
    );

    const privateRouteTable = new aws.ec2.RouteTable(
      `shop-private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { Name: `shop-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-private-route-${environmentSuffix}`,
      {
        routeTableId: privateRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGateway.id,
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-private-rta-${i}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    // Images are read through the endpoint
    new aws.ec2.VpcEndpoint(
      `shop-s3-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-west-1.s3',
        routeTableIds: [privateRouteTable.id],
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
              Resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
                'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*',
              ],
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.ec2.SecurityGroup(
      `shop-alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: `HTTPS to ${publicSubnets.length} subnets`,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateSubnets.map(subnet => subnet.id);

    this.registerOutputs({ vpcId: this.vpcId });
  }
}
