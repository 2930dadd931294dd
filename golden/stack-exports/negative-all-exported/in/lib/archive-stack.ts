import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ArchiveStackArgs {
  environmentSuffix: string;
  busName: pulumi.Input<string>;
}

export class ArchiveStack extends pulumi.ComponentResource {
  public readonly archiveName: pulumi.Output<string>;
  protected readonly archive: aws.cloudwatch.EventArchive;

  constructor(
    name: string,
    args: ArchiveStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('events:index:ArchiveStack', name, {}, opts);

    this.archive = new aws.cloudwatch.EventArchive(
      `events-archive-${args.environmentSuffix}`,
      {
        eventSourceArn: pulumi.interpolate`arn:aws:events:us-east-1:111122223333:event-bus/${args.busName}`,
        retentionDays: 90,
      },
      { parent: this }
    );

    this.archiveName = this.archive.name;
    this.registerOutputs({ archiveName: this.archiveName });
  }
}
