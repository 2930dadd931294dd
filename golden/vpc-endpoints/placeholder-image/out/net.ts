import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Net extends pulumi.ComponentResource {
  public readonly privateSubnetIds: pulumi.Output<string[]>;
  public readonly vpcId: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('a:Net', name, {}, opts);
    const region = aws.getRegionOutput({}, { parent: this });
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true }, { parent: this });
    const privateSubnets = [0, 1].map(i => new aws.ec2.Subnet(`${name}-private-${i}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` }, { parent: this }));
    const rt = new aws.ec2.RouteTable(`${name}-rt`, { vpcId: vpc.id }, { parent: this });
    privateSubnets.forEach((s, i) => new aws.ec2.RouteTableAssociation(`${name}-${i}`, { subnetId: s.id, routeTableId: rt.id }, { parent: this }));

    new aws.ec2.VpcEndpoint(
      `${name}-s3-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [rt.id],
      },
      { parent: this },
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
      { parent: this },
    );

    new aws.ec2.VpcEndpoint(
      `${name}-ecr-api-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.api`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
      },
      { parent: this },
    );

    new aws.ec2.VpcEndpoint(
      `${name}-ecr-dkr-endpoint`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.dkr`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
      },
      { parent: this },
    );

    this.privateSubnetIds = pulumi.output(privateSubnets.map(s => s.id));
    this.vpcId = vpc.id;
  }
}
