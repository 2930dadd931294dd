import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { currentBranch } from './branch';

export interface PreviewStackArgs {
  environmentSuffix?: string;
  indexDocument: string;
}

export class PreviewStack extends pulumi.ComponentResource {
  public readonly websiteEndpoint: pulumi.Output<string>;

  constructor(
    name: string,
    args: PreviewStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('preview:index:PreviewStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || currentBranch();

    const bucket = new aws.s3.BucketV2(
      `preview-${environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    const website = new aws.s3.BucketWebsiteConfigurationV2(
      `preview-site-${environmentSuffix}`,
      {
        bucket: bucket.id,
        indexDocument: { suffix: args.indexDocument },
      },
      { parent: this }
    );

    this.websiteEndpoint = website.websiteEndpoint;
    this.registerOutputs({ websiteEndpoint: this.websiteEndpoint });
  }
}
