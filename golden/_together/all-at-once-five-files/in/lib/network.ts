import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  logsKeyArn: pulumi.Input<string>;
}

export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly publicSubnets: aws.ec2.Subnet[];
  public readonly privateSubnets: aws.ec2.Subnet[];
  public readonly warehouseSubnet: aws.ec2.Subnet;

  constructor(
    name: string,
    args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Network', name, {}, opts);

    const { environmentSuffix, tags, logsKeyArn } = args;

    const azs = ['us-east-1a', 'us-east-1b'];

    // Network
    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        tags: { ...tags, Name: `shop-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    azs.forEach((az, i) => {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `shop-public-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags: {
              ...tags,
              Name: `shop-public-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
      privateSubnets.push(
        new aws.ec2.Subnet(
          `shop-private-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i + 10}.0/24`,
            availabilityZone: az,
            tags: {
              ...tags,
              Name: `shop-private-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
    });

    new aws.ec2.VpcEndpoint(
      `shop-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: privateSubnets.map(subnet => subnet.id),
        tags: { ...tags, Name: `shop-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // The network of the offices
    const officeVpc = new aws.ec2.Vpc(
      `shop-office-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.2.0.0/16',
        tags: { ...tags, Name: `shop-office-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Logs of that network
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-office-flow-${environmentSuffix}`,
      { retentionInDays: 90, kmsKeyId: logsKeyArn, tags },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `shop-flow-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-flow-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
        }),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-office-flow-log-${environmentSuffix}`,
      {
        vpcId: officeVpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    // The network of the warehouse
    const warehouseVpc = new aws.ec2.Vpc(
      `shop-warehouse-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.1.0.0/16',
        tags: { ...tags, Name: `shop-warehouse-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseSubnet = new aws.ec2.Subnet(
      `shop-warehouse-isolated-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        cidrBlock: '10.1.1.0/24',
        tags: { ...tags, Name: `shop-warehouse-isolated-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseTable = new aws.ec2.RouteTable(
      `shop-warehouse-isolated-rt-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        tags: {
          ...tags,
          Name: `shop-warehouse-isolated-rt-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    const flowLogBucket = new aws.s3.BucketV2(
      `shop-warehouse-flow-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-warehouse-flow-log-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: flowLogBucket.arn,
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.publicSubnets = publicSubnets;
    this.privateSubnets = privateSubnets;
    this.warehouseSubnet = warehouseSubnet;

    this.registerOutputs({
      vpcId: this.vpcId,
      warehouseSubnet: this.warehouseSubnet,
    });
  }
}
