import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface EndpointsArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
  vpcId: pulumi.Input<string>;
  privateSubnets: aws.ec2.Subnet[];
}

export class EndpointsComponent extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: EndpointsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:network:EndpointsComponent', name, {}, opts);

    const { environmentSuffix, tags } = args;
    const subnetIds = args.privateSubnets.map(subnet => subnet.id);

    const endpointGroup = new aws.ec2.SecurityGroup(
      `claims-endpoint-sg-${environmentSuffix}`,
      {
        vpcId: args.vpcId,
        description: 'Private access to AWS services',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['10.31.0.0/16'],
          },
        ],
        tags: { ...tags, Name: `claims-endpoint-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `claims-logs-endpoint-${environmentSuffix}`,
      {
        vpcId: args.vpcId,
        serviceName: 'com.amazonaws.us-east-1.logs',
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds: [endpointGroup.id],
        tags: { ...tags, Name: `claims-logs-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    const privateRouteTable = new aws.ec2.RouteTable(
      `claims-private-rt-${environmentSuffix}`,
      {
        vpcId: args.vpcId,
        tags: { ...tags, Name: `claims-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    args.privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `claims-private-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    new aws.ec2.VpcEndpoint(
      `claims-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: args.vpcId,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        tags: { ...tags, Name: `claims-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [endpointGroup] }
    );

    this.registerOutputs({});
  }
}
