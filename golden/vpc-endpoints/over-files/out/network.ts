import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string>[];

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('shop:Network', name, {}, opts);

    const region = aws.getRegionOutput({}, { parent: this });

    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: '10.8.0.0/16', enableDnsHostnames: true },
      { parent: this }
    );

    const routeTable = new aws.ec2.RouteTable(
      `${name}-private-rt`,
      { vpcId: vpc.id },
      { parent: this }
    );

    this.privateSubnetIds = ['eu-west-1a', 'eu-west-1b'].map((zone, i) => {
      const subnet = new aws.ec2.Subnet(
        `${name}-private-${i}`,
        {
          vpcId: vpc.id,
          cidrBlock: `10.8.${i}.0/24`,
          availabilityZone: zone,
        },
        { parent: this }
      );
      new aws.ec2.RouteTableAssociation(
        `${name}-private-rta-${i}`,
        { subnetId: subnet.id, routeTableId: routeTable.id },
        { parent: this }
      );
      return subnet.id;
    });

    new aws.ec2.VpcEndpoint(
      `${name}-s3-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [routeTable.id],
      },
      { parent: this }
    );

    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
      `${name}-endpoint-sg`,
      {
        vpcId: vpc.id,
        description: 'HTTPS to the interface endpoints',
        ingress: [
          {
            description: 'HTTPS from the VPC',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: [vpc.cidrBlock],
          },
        ],
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `${name}-ecr-api-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.api`,
        vpcEndpointType: 'Interface',
        subnetIds: this.privateSubnetIds,
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `${name}-ecr-dkr-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.dkr`,
        vpcEndpointType: 'Interface',
        subnetIds: this.privateSubnetIds,
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({});
  }
}
