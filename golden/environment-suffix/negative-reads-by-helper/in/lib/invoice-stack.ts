import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { suffixOf } from './suffix';

export interface InvoiceStackArgs {
  environmentSuffix?: string;
}

export class InvoiceStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: InvoiceStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('invoices:index:InvoiceStack', name, {}, opts);
    const suffix = args.environmentSuffix || suffixOf('invoices');

    const queue = new aws.sqs.Queue(
      `invoices-${suffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this }
    );

    this.queueUrl = queue.url;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }
}
