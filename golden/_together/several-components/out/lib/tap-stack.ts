import * as pulumi from '@pulumi/pulumi';
import { AuditComponent } from './audit';
import { BatchComponent } from './batch';
import { NetworkComponent } from './network';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
  adminCidr: string;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly auditBucketName: pulumi.Output<string>;
  public readonly batchGroupName: pulumi.Output<string>;
  private readonly network: NetworkComponent;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};

    this.network = new NetworkComponent(
      'payment-network',
      { environmentSuffix, tags },
      { parent: this }
    );

    const audit = new AuditComponent(
      'payment-audit',
      { environmentSuffix, tags },
      { parent: this }
    );

    const batch = new BatchComponent(
      'payment-batch',
      {
        environmentSuffix,
        tags,
        adminCidr: args.adminCidr,
        vpcId: this.network.vpcId,
        subnets: this.network.privateSubnets,
      },
      { parent: this }
    );

    this.vpcId = this.network.vpcId;
    this.auditBucketName = audit.bucketName;
    this.batchGroupName = batch.groupName;

    this.registerOutputs({
      vpcId: this.vpcId,
      auditBucketName: this.auditBucketName,
    });
  }
}
