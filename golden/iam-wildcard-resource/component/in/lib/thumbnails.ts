import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Thumbnails extends pulumi.ComponentResource {
  public readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: { environmentSuffix: string }) {
    super('thumbnails:index:Thumbnails', name, args);

    const uploads = new aws.s3.Bucket(
      `uploads-${args.environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    const results = new aws.s3.Bucket(
      `results-${args.environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    // Written by the access log delivery only.
    const accessLogs = new aws.s3.Bucket(
      `access-logs-${args.environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    const deadLetters = new aws.sqs.Queue(
      `dead-letters-${args.environmentSuffix}`,
      { messageRetentionSeconds: 1209600 },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `resize-${args.environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `resize-${args.environmentSuffix}`,
      {
        role: role.id,
        policy: deadLetters.arn.apply(queueArn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Images',
                Effect: 'Allow',
                Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
                Resource: '*',
              },
              {
                Sid: 'Failures',
                Effect: 'Allow',
                Action: 'sqs:SendMessage',
                Resource: queueArn,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    const resize = new aws.lambda.Function(
      `resize-${args.environmentSuffix}`,
      {
        runtime: 'nodejs20.x',
        handler: 'index.handler',
        role: role.arn,
        code: new pulumi.asset.AssetArchive({
          'index.js': new pulumi.asset.StringAsset('exports.handler = null'),
        }),
        deadLetterConfig: { targetArn: deadLetters.arn },
        environment: {
          variables: { UPLOADS: uploads.bucket, RESULTS: results.bucket },
        },
      },
      { parent: this }
    );

    new aws.s3.BucketLogging(
      `uploads-${args.environmentSuffix}`,
      {
        bucket: uploads.id,
        targetBucket: accessLogs.id,
        targetPrefix: 'uploads/',
      },
      { parent: this }
    );

    this.functionName = resize.name;
    this.registerOutputs({ functionName: this.functionName });
  }
}
