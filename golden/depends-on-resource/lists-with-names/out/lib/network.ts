import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  cidrBlock: string;
  /** What has to be there first. */
  after: pulumi.Input<pulumi.Resource>[];
  zones?: number;
}

export class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string>[] = [];

  constructor(
    name: string,
    private readonly args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('ledger:index:Network', name, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: args.cidrBlock },
      { parent: this, dependsOn: args.after }
    );
    this.vpcId = this.vpc.id;

    const subnets: aws.ec2.Subnet[] = [];
    for (let i = 0; i < (args.zones ?? 2); i++) {
      const subnet = new aws.ec2.Subnet(
        `${name}-${i}`,
        { vpcId: this.vpcId, cidrBlock: `10.0.${i}.0/24` },
        { parent: this, dependsOn: [this.vpc] }
      );
      subnets.push(subnet);
      this.subnetIds.push(subnet.id);
    }

    // Nothing to wait for, and a name that only this uses
    new aws.ec2.NetworkAcl(
      name,
      { vpcId: this.vpcId, subnetIds: this.subnetIds },
      { parent: this, dependsOn: [...subnets] }
    );

    new aws.ec2.InternetGateway(
      name,
      { vpcId: this.vpcId },
      { parent: this, dependsOn: [this.vpc] }
    );
    this.registerOutputs({ vpcId: this.vpcId });
  }
}

/** A bucket and one for its log, after what the caller names. */
export function loggedBucket(
  name: string,
  opts: pulumi.CustomResourceOptions
): aws.s3.Bucket {
  new aws.s3.Bucket(`${name}-log`, {}, { dependsOn: opts.dependsOn });
  return new aws.s3.Bucket(name, {}, { ...opts, deleteBeforeReplace: true });
}
