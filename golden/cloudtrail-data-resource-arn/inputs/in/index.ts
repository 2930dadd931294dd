import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

interface AuditArgs {
  bucketArn: pulumi.Input<string>;
  isDetailed: boolean;
}

function selector(values: string[]) {
  return {
    readWriteType: 'All',
    dataResources: [{ type: 'AWS::S3::Object', values }],
  };
}

class Audit extends pulumi.ComponentResource {
  constructor(name: string, args: AuditArgs) {
    super('acme:Audit', name, {});
    const logs = new aws.s3.Bucket(`${name}-logs`, {}, { parent: this });

    new aws.cloudtrail.Trail(
      `${name}-input`,
      {
        s3BucketName: logs.id,
        eventSelectors: [
          {
            dataResources: [
              { type: 'AWS::S3::Object', values: [args.bucketArn] },
            ],
          },
        ],
      },
      { parent: this }
    );

    new aws.cloudtrail.Trail(
      `${name}-applied`,
      {
        s3BucketName: logs.id,
        eventSelectors: pulumi
          .all([logs.arn, args.bucketArn])
          .apply(([own, other]) => [
            {
              dataResources: [
                { type: 'AWS::S3::Object', values: [own, `${other}/`] },
              ],
            },
          ]),
      },
      { parent: this }
    );

    new aws.cloudtrail.Trail(
      `${name}-detailed`,
      {
        s3BucketName: logs.id,
        eventSelectors: args.isDetailed ? [{ readWriteType: 'All' }] : undefined,
      },
      { parent: this }
    );

    // One function, two lists: which of them stays is a person's choice
    for (const values of [['arn:aws:s3:::*/'], ['arn:aws:s3:::ledger/']]) {
      new aws.cloudtrail.Trail(
        `${name}-${values[0].length}`,
        { s3BucketName: logs.id, eventSelectors: [selector(values)] },
        { parent: this }
      );
    }
    new aws.cloudtrail.Trail(
      `${name}-ledger`,
      {
        s3BucketName: logs.id,
        eventSelectors: [selector(['arn:aws:s3:::ledger/'])],
      },
      { parent: this }
    );
  }
}

new Audit('audit', { bucketArn: 'arn:aws:s3:::ledger', isDetailed: true });
