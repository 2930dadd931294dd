import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface TileStackArgs {
  environmentSuffix?: string;
  tags: Record<string, string>;
  zoomLevels: number[];
}

export class TileStack extends pulumi.ComponentResource {
  public readonly tileBuckets: pulumi.Output<string>[];

  constructor(
    name: string,
    args: TileStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('geo:index:TileStack', name, args, opts);

    const { environmentSuffix = 'dev', tags, zoomLevels } = args;

    const buckets = zoomLevels.map(
      zoom =>
        new aws.s3.BucketV2(
          `tiles-${zoom}-${environmentSuffix}`,
          { forceDestroy: true, tags },
          { parent: this }
        )
    );

    buckets.forEach((bucket, i) => {
      new aws.s3.BucketPublicAccessBlock(
        `tiles-access-${zoomLevels[i]}-${environmentSuffix}`,
        {
          bucket: bucket.id,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        { parent: this }
      );
    });

    const role = new aws.iam.Role(
      `tiles-renderer-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'lambda.amazonaws.com',
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `tiles-renderer-${environmentSuffix}`,
      {
        role: role.id,
        policy: pulumi.all(buckets.map(bucket => bucket.arn)).apply(arns =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 's3:PutObject',
                Resource: arns.map(arn => `${arn}/*`),
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    this.tileBuckets = buckets.map(bucket => bucket.bucket);
    this.registerOutputs({ tileBuckets: this.tileBuckets });
  }
}
