import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface MediaStackArgs {
  environmentSuffix: string;
  domain: string;
  tags: Record<string, string>;
}

export class MediaStack extends pulumi.ComponentResource {
  /** The domain under which media are served */
  public readonly domain: pulumi.Output<string>;
  public readonly originBucketName: pulumi.Output<string>;
  public readonly queueUrls: pulumi.Output<string>[] = [];
  public readonly certificateArn?: pulumi.Output<string>;
  public readonly environmentSuffix: string;
  protected readonly origin: aws.s3.BucketV2;

  constructor(
    name: string,
    args: MediaStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('media:index:MediaStack', name, {}, opts);

    const { environmentSuffix, domain, tags } = args;
    this.environmentSuffix = environmentSuffix;

    this.origin = new aws.s3.BucketV2(
      `media-origin-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    for (const size of ['small', 'medium', 'large']) {
      const queue = new aws.sqs.Queue(
        `media-resize-${size}-${environmentSuffix}`,
        { visibilityTimeoutSeconds: 300, tags },
        { parent: this }
      );
      this.queueUrls.push(queue.url);
    }

    if (domain.endsWith('.example.org')) {
      const certificate = new aws.acm.Certificate(
        `media-certificate-${environmentSuffix}`,
        { domainName: domain, validationMethod: 'DNS', tags },
        { parent: this }
      );
      this.certificateArn = certificate.arn;
    }

    this.domain = pulumi.output(domain);
    this.originBucketName = this.origin.bucket;
    this.registerOutputs({ originBucketName: this.originBucketName });
  }

  /** Where a file of that key is read */
  public urlOf(key: string): pulumi.Output<string> {
    return pulumi.interpolate`https://${this.domain}/${key}`;
  }
}
