import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly albDnsName: pulumi.Output<string>;
  public readonly clusterEndpoint: pulumi.Output<string>;
  public readonly staticBucketName: pulumi.Output<string>;
  public readonly auditBucketName: pulumi.Output<string>;
  private readonly environmentSuffix: string;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, args, opts);

    this.environmentSuffix = args.environmentSuffix || 'dev';

    const vpc = aws.ec2.getVpcOutput({ default: true }, { parent: this });
    const subnets = aws.ec2.getSubnetsOutput(
      { filters: [{ name: 'vpc-id', values: [vpc.id] }] },
      { parent: this }
    );

    const albSg = new aws.ec2.SecurityGroup(
      `alb-sg-${this.environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Payment pages',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags: args.tags,
      },
      { parent: this }
    );

    const alb = new aws.lb.LoadBalancer(
      `payment-alb-${this.environmentSuffix}`,
      {
        loadBalancerType: 'application',
        securityGroups: [albSg.id],
        subnets: subnets.ids,
        tags: args.tags,
      },
      { parent: this }
    );

    const cluster = new aws.rds.Cluster(
      `payment-db-${this.environmentSuffix}`,
      {
        engine: 'aurora-postgresql',
        masterUsername: 'payments',
        manageMasterUserPassword: true,
        storageEncrypted: true,
        skipFinalSnapshot: true,
        tags: args.tags,
      },
      { parent: this }
    );

    const staticBucket = this.createBucket('static');
    const auditBucket = this.createBucket('audit');

    this.albDnsName = alb.dnsName;
    this.clusterEndpoint = cluster.endpoint;
    this.staticBucketName = staticBucket.bucket;
    this.auditBucketName = auditBucket.bucket;

    this.registerOutputs({
      albDnsName: this.albDnsName,
      clusterEndpoint: this.clusterEndpoint,
    });
  }

  private createBucket(purpose: string): aws.s3.BucketV2 {
    return new aws.s3.BucketV2(
      `payment-${purpose}-${this.environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );
  }
}
