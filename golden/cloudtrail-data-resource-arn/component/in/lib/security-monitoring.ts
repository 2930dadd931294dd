import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface SecurityMonitoringArgs {
  environmentSuffix: string;
}

export class SecurityMonitoring extends pulumi.ComponentResource {
  public readonly cloudTrailArn: pulumi.Output<string>;
  public readonly cloudTrailBucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: SecurityMonitoringArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:security:SecurityMonitoring', name, args, opts);

    const { environmentSuffix } = args;

    const cloudTrailBucket = new aws.s3.Bucket(
      `cloudtrail-logs-${environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    // Only CloudTrail may write, and it may check that it can
    const cloudTrailBucketPolicy = new aws.s3.BucketPolicy(
      `cloudtrail-bucket-policy-${environmentSuffix}`,
      {
        bucket: cloudTrailBucket.id,
        policy: cloudTrailBucket.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'AWSCloudTrailAclCheck',
                Effect: 'Allow',
                Principal: { Service: 'cloudtrail.amazonaws.com' },
                Action: 's3:GetBucketAcl',
                Resource: arn,
              },
              {
                Sid: 'AWSCloudTrailWrite',
                Effect: 'Allow',
                Principal: { Service: 'cloudtrail.amazonaws.com' },
                Action: 's3:PutObject',
                Resource: `${arn}/*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    const cloudTrail = new aws.cloudtrail.Trail(
      `cloudtrail-${environmentSuffix}`,
      {
        name: `cloudtrail-${environmentSuffix}`,
        s3BucketName: cloudTrailBucket.bucket,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: false,
        enableLogFileValidation: true,
        eventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true, // who did what
            dataResources: [
              {
                type: 'AWS::S3::Object',
                values: ['arn:aws:s3:::*/'], // all buckets
              },
            ],
          },
        ],
      },
      { parent: this, dependsOn: [cloudTrailBucketPolicy] }
    );

    this.cloudTrailArn = cloudTrail.arn;
    this.cloudTrailBucketName = cloudTrailBucket.bucket;
    this.registerOutputs({
      cloudTrailArn: this.cloudTrailArn,
      cloudTrailBucketName: this.cloudTrailBucketName,
    });
  }
}
