import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface AuditComponentArgs {
  environmentSuffix: string;
  tags: pulumi.Input<{ [key: string]: string }>;
}

export class AuditComponent extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: AuditComponentArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:audit:AuditComponent', name, args, opts);

    const { environmentSuffix, tags } = args;

    const key = new aws.kms.Key(
      `payment-audit-key-${environmentSuffix}`,
      {
        description: 'Encrypts the audit logs',
        enableKeyRotation: true,
        tags,
      },
      { parent: this }
    );

    const bucket = new aws.s3.Bucket(
      `payment-audit-${environmentSuffix}`,
      { forceDestroy: true, tags },
      { parent: this }
    );

    const policy = new aws.s3.BucketPolicy(
      `payment-audit-policy-${environmentSuffix}`,
      {
        bucket: bucket.id,
        policy: bucket.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'cloudtrail.amazonaws.com' },
                Action: ['s3:GetBucketAcl', 's3:PutObject'],
                Resource: [arn, `${arn}/*`],
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.cloudtrail.Trail(
      `payment-audit-trail-${environmentSuffix}`,
      {
        s3BucketName: bucket.bucket,
        kmsKeyId: key.arn,
        enableLogFileValidation: true,
        eventSelectors: [
          {
            readWriteType: 'WriteOnly',
            includeManagementEvents: true,
          },
        ],
        tags,
      },
      { parent: this, dependsOn: [bucket, policy] }
    );

    this.bucketName = bucket.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
