import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AuditTrailArgs {
  logBucket: pulumi.Input<string>;
  objectArns: pulumi.Input<string>[];
  dataBucketArn: pulumi.Input<string>;
}

/** Audits what its owner names. */
export class AuditTrail extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    args: AuditTrailArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('kit:index:AuditTrail', name, {}, opts);

    const trail = new aws.cloudtrail.Trail(
      `${name}-trail`,
      {
        s3BucketName: args.logBucket,
        enableLogFileValidation: true,
        eventSelectors: [
          {
            dataResources: [
              { type: 'AWS::S3::Object', values: args.objectArns },
            ],
          },
        ],
      },
      { parent: this }
    );

    // Ends in a slash whatever the owner names
    new aws.cloudtrail.Trail(
      `${name}-writes`,
      {
        s3BucketName: args.logBucket,
        enableLogFileValidation: true,
        eventSelectors: [
          {
            readWriteType: 'WriteOnly',
            dataResources: [
              {
                type: 'AWS::S3::Object',
                values: [pulumi.interpolate`${args.dataBucketArn}/`],
              },
            ],
          },
        ],
      },
      { parent: this }
    );

    this.arn = trail.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
