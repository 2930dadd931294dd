import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface StorageStackArgs {
  environmentSuffix: string;
  vpcId: pulumi.Input<string>;
  privateSubnetIds: pulumi.Input<string>[];
  privateRouteTableId: pulumi.Input<string>;
}

export class StorageStack extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: StorageStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:storage:StorageStack', name, {}, opts);

    const bucket = new aws.s3.BucketV2(
      `orders-archive-${args.environmentSuffix}`,
      {
        tags: { Name: `orders-archive-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `orders-s3-endpoint-${args.environmentSuffix}`,
      {
        vpcId: args.vpcId,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: [args.privateRouteTableId],
        tags: { Name: `orders-s3-endpoint-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    const mountGroup = new aws.ec2.SecurityGroup(
      `orders-efs-sg-${args.environmentSuffix}`,
      { vpcId: args.vpcId, description: 'Order exports' },
      { parent: this }
    );

    const exports = new aws.efs.FileSystem(
      `orders-exports-${args.environmentSuffix}`,
      { encrypted: true },
      { parent: this }
    );

    args.privateSubnetIds.forEach((subnetId, i) => {
      new aws.efs.MountTarget(
        `orders-exports-${i + 1}-${args.environmentSuffix}`,
        {
          fileSystemId: exports.id,
          subnetId,
          securityGroups: [mountGroup.id],
        },
        { parent: this }
      );
    });

    this.bucketName = bucket.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
