import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export interface FarmNetworkArgs {
  /** First two bytes of the range, such as `10.80` */
  cidrPrefix: string
}

export class FarmNetwork extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc
  readonly workerSecurityGroup: aws.ec2.SecurityGroup

  constructor(
    name: string,
    args: FarmNetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('farm:network:FarmNetwork', name, args, opts)
    const parent = this

    this.vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: `${args.cidrPrefix}.0.0/16`, enableDnsHostnames: true },
      { parent },
    )

    const publicSubnet = new aws.ec2.Subnet(
      `${name}-public`,
      {
        vpcId: this.vpc.id,
        cidrBlock: `${args.cidrPrefix}.0.0/24`,
        mapPublicIpOnLaunch: true,
      },
      { parent },
    )
    const workerSubnetA = new aws.ec2.Subnet(
      `${name}-worker-a`,
      { vpcId: this.vpc.id, cidrBlock: `${args.cidrPrefix}.16.0/20` },
      { parent },
    )
    const workerSubnetB = new aws.ec2.Subnet(
      `${name}-worker-b`,
      { vpcId: this.vpc.id, cidrBlock: `${args.cidrPrefix}.32.0/20` },
      { parent },
    )
    const storageSubnet = new aws.ec2.Subnet(
      `${name}-storage`,
      { vpcId: this.vpc.id, cidrBlock: `${args.cidrPrefix}.48.0/24` },
      { parent },
    )

    const gateway = new aws.ec2.InternetGateway(
      `${name}-igw`,
      { vpcId: this.vpc.id },
      { parent },
    )
    const publicTable = new aws.ec2.RouteTable(
      `${name}-public-routes`,
      {
        vpcId: this.vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
      },
      { parent },
    )
    const workerTable = new aws.ec2.RouteTable(
      `${name}-worker-routes`,
      { vpcId: this.vpc.id },
      { parent },
    )
    const storageTable = new aws.ec2.RouteTable(
      `${name}-storage-routes`,
      { vpcId: this.vpc.id },
      { parent },
    )

    new aws.ec2.RouteTableAssociation(
      `${name}-public`,
      { subnetId: publicSubnet.id, routeTableId: publicTable.id },
      { parent },
    )
    new aws.ec2.RouteTableAssociation(
      `${name}-worker-a`,
      { subnetId: workerSubnetA.id, routeTableId: workerTable.id },
      { parent },
    )
    new aws.ec2.RouteTableAssociation(
      `${name}-worker-b`,
      { subnetId: workerSubnetB.id, routeTableId: workerTable.id },
      { parent },
    )
    new aws.ec2.RouteTableAssociation(
      `${name}-storage`,
      { subnetId: storageSubnet.id, routeTableId: storageTable.id },
      { parent },
    )

    const jobSubnets = [workerSubnetA.id, workerSubnetB.id, storageSubnet.id]

    new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: this.vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${aws.getRegionOutput().id}.s3`,
        routeTableIds: [workerTable.id, storageTable.id],
      },
      { parent },
    )

    this.workerSecurityGroup = new aws.ec2.SecurityGroup(
      `${name}-workers`,
      {
        vpcId: this.vpc.id,
        egress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
      },
      { parent },
    )

    new aws.efs.FileSystem(`${name}-scenes`, { encrypted: true }, { parent })
    new aws.ssm.Parameter(
      `${name}-subnets`,
      {
        type: 'StringList',
        value: pulumi.all(jobSubnets).apply((ids) => ids.join(',')),
      },
      { parent },
    )

    this.registerOutputs()
  }
}
