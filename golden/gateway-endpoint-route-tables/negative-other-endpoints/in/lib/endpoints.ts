import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface EndpointsArgs {
  environmentSuffix: string;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
  subnetTables: aws.ec2.RouteTable[];
}

export class Endpoints extends pulumi.ComponentResource {
  public readonly gatewayEndpointIds: pulumi.Output<string>[];

  constructor(
    name: string,
    args: EndpointsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('private:network:Endpoints', name, {}, opts);

    const suffix = args.environmentSuffix;

    // Interface endpoints stand in subnets and have no route tables
    ['ecr.api', 'ecr.dkr', 'logs', 's3'].forEach(service => {
      new aws.ec2.VpcEndpoint(
        `${service.replace('.', '-')}-${suffix}`,
        {
          vpcId: args.vpcId,
          serviceName: `com.amazonaws.eu-north-1.${service}`,
          vpcEndpointType: 'Interface',
          subnetIds: args.subnetIds,
        },
        { parent: this }
      );
    });

    // So do those of an inspection appliance
    new aws.ec2.VpcEndpoint(
      `inspection-${suffix}`,
      {
        vpcId: args.vpcId,
        serviceName: new pulumi.Config().require('inspectionService'),
        vpcEndpointType: 'GatewayLoadBalancer',
        subnetIds: [args.subnetIds[0]],
      },
      { parent: this }
    );

    const dynamodb = new aws.ec2.VpcEndpoint(
      `dynamodb-${suffix}`,
      {
        vpcId: args.vpcId,
        serviceName: 'com.amazonaws.eu-north-1.dynamodb',
        routeTableIds: args.subnetTables.map(subnet => subnet.id),
      },
      { parent: this }
    );

    this.gatewayEndpointIds = [dynamodb.id];
    this.registerOutputs({ gatewayEndpointIds: this.gatewayEndpointIds });
  }
}
