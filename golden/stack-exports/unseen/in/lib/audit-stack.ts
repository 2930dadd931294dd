import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AuditStackArgs {
  environmentSuffix: string;
}

export class AuditStack extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: AuditStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('audit:index:AuditStack', name, args, opts);

    const bucket = new aws.s3.BucketV2(
      `audit-${args.environmentSuffix}`,
      { objectLockEnabled: true },
      { parent: this }
    );

    new aws.s3.BucketPublicAccessBlock(
      `audit-access-${args.environmentSuffix}`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this }
    );

    this.bucketName = bucket.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
