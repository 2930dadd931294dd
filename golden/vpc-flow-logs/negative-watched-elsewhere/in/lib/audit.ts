import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AuditArgs {
  vpcId: pulumi.Input<string>;
}

export class Audit extends pulumi.ComponentResource {
  readonly flowLog: aws.ec2.FlowLog;

  constructor(
    name: string,
    args: AuditArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:audit:Audit', name, {}, opts);

    const { vpcId } = args;
    const bucket = new aws.s3.BucketV2(
      `${name}-flow-logs`,
      { forceDestroy: true },
      { parent: this }
    );

    this.flowLog = new aws.ec2.FlowLog(
      `${name}-flow-log`,
      {
        vpcId,
        trafficType: 'REJECT',
        logDestinationType: 's3',
        logDestination: bucket.arn,
      },
      { parent: this }
    );

    this.registerOutputs({ flowLogId: this.flowLog.id });
  }
}
