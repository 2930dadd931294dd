import * as aws from '@pulumi/aws';
import {
  ComponentResource,
  ComponentResourceOptions,
  Output,
} from '@pulumi/pulumi';

export interface TrainingStackArgs {
  environmentSuffix: string;
  accountId: string;
}

export class TrainingStack extends ComponentResource {
  readonly datasetBucket: Output<string>;
  readonly modelBucket: Output<string>;
  readonly executionRoleArn: Output<string>;

  constructor(
    name: string,
    { environmentSuffix, accountId }: TrainingStackArgs,
    opts?: ComponentResourceOptions
  ) {
    super('ml:index:TrainingStack', name, {}, opts);

    const datasets = new aws.s3.BucketV2(
      `datasets-${environmentSuffix}`,
      { bucket: `datasets-${accountId}-${environmentSuffix}` },
      { parent: this }
    );

    const models = new aws.s3.BucketV2(
      `models-${environmentSuffix}`,
      { bucket: `models-${accountId}-${environmentSuffix}` },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `training-role-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'sagemaker.amazonaws.com',
        }),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `training-policy-${environmentSuffix}`,
      {
        role: role.id,
        policy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: [datasets, models].map(bucket =>
                bucket.arn.apply(arn => `${arn}/*`)
              ),
            },
          ],
        },
      },
      { parent: this }
    );

    this.datasetBucket = datasets.bucket;
    this.modelBucket = models.bucket;
    this.executionRoleArn = role.arn;
    this.registerOutputs();
  }
}
