import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs = {},
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('custom:tap:TapStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};

    // Network of the claims platform
    const vpc = new aws.ec2.Vpc(
      `claims-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.20.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `claims-vpc-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    // Flow logs of the VPC
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `claims-vpc-flow-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `claims-vpc-flow-logs-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `claims-vpc-flow-log-role-${environmentSuffix}`,
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
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `claims-vpc-flow-log-role-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `claims-vpc-flow-log-policy-${environmentSuffix}`,
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
      `claims-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `claims-vpc-flow-log-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    // Way in and out
    const internetGateway = new aws.ec2.InternetGateway(
      `claims-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `claims-igw-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `claims-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internetGateway.id }],
      },
      { parent: this }
    );

    // Two public subnets
    ['eu-central-1a', 'eu-central-1b'].forEach((zone, i) => {
      const subnet = new aws.ec2.Subnet(
        `claims-public-${i}-${environmentSuffix}`,
        {
          vpcId: vpc.id,
          cidrBlock: `10.20.${i}.0/24`,
          availabilityZone: zone,
          mapPublicIpOnLaunch: true,
        },
        { parent: this }
      );

      new aws.ec2.RouteTableAssociation(
        `claims-public-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: publicRouteTable.id },
        { parent: this }
      );
    });

    this.vpcId = vpc.id;

    this.registerOutputs({ vpcId: this.vpcId });
  }
}
