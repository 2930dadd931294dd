import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface GatewayEndpointsArgs {
  vpcId: pulumi.Input<string>;
  region: string;
  /** Subnets that are to reach the services without leaving the network */
  subnetIds: pulumi.Input<string>[];
  routing?: Partial<aws.ec2.VpcEndpointArgs>;
  tags?: Record<string, string>;
}

/** Gateway endpoints of a network that somebody else made. */
export class GatewayEndpoints extends pulumi.ComponentResource {
  public readonly s3: aws.ec2.VpcEndpoint;
  public readonly dynamodb: aws.ec2.VpcEndpoint;

  constructor(
    name: string,
    args: GatewayEndpointsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:network:GatewayEndpoints', name, {}, opts);

    this.s3 = new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: args.vpcId,
        serviceName: `com.amazonaws.${args.region}.s3`,
        routeTableIds: args.subnetIds,
        tags: { ...args.tags, Name: `${name}-s3` },
      },
      { parent: this }
    );

    this.dynamodb = new aws.ec2.VpcEndpoint(
      `${name}-dynamodb`,
      {
        vpcId: args.vpcId,
        serviceName: `com.amazonaws.${args.region}.dynamodb`,
        tags: { ...args.tags, Name: `${name}-dynamodb` },
        ...args.routing,
      },
      { parent: this }
    );

    this.registerOutputs({
      s3EndpointId: this.s3.id,
      dynamodbEndpointId: this.dynamodb.id,
    });
  }
}
