import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface DocumentStoreStackArgs {
  /** Suffix of resource names */
  environmentSuffix?: string;

  /** Days that a document is kept */
  retentionDays: number;

  /** Tags of every resource */
  tags?: { [key: string]: string };
}

export class DocumentStoreStack extends pulumi.ComponentResource {
  public readonly bucketName: pulumi.Output<string>;
  public readonly indexTableName: pulumi.Output<string>;

  constructor(
    name: string,
    args: DocumentStoreStackArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("records:store:DocumentStoreStack", name, {}, opts);

    const environmentSuffix = args.environmentSuffix || "prod";

    const key = new aws.kms.Key(
      `documents-key-${environmentSuffix}`,
      {
        description: `Documents of ${environmentSuffix}`,
        enableKeyRotation: true,
        tags: args.tags,
      },
      { parent: this },
    );

    const bucket = new aws.s3.BucketV2(
      `documents-${environmentSuffix}`,
      { tags: args.tags },
      { parent: this },
    );

    new aws.s3.BucketPublicAccessBlock(
      `documents-access-${environmentSuffix}`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );

    const index = new aws.dynamodb.Table(
      `documents-index-${environmentSuffix}`,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "document",
        attributes: [{ name: "document", type: "S" }],
        ttl: { enabled: true, attributeName: "expires" },
        serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
        tags: args.tags,
      },
      { parent: this },
    );

    new aws.ssm.Parameter(
      `documents-retention-${environmentSuffix}`,
      { type: "String", value: `${args.retentionDays}`, tags: args.tags },
      { parent: this },
    );

    this.bucketName = bucket.bucket;
    this.indexTableName = index.name;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
