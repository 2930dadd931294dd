import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
}

export class NetworkComponent extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;
  public readonly privateSubnets: aws.ec2.Subnet[] = [];

  constructor(
    name: string,
    { environmentSuffix, tags }: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:network:NetworkComponent', name, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      `claims-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.31.0.0/16',
        enableDnsHostnames: true,
        tags: { ...tags, Name: `claims-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    ['10.31.1.0/24', '10.31.2.0/24'].forEach((cidrBlock, i) => {
      this.privateSubnets.push(
        new aws.ec2.Subnet(
          `claims-private-subnet-${i + 1}-${environmentSuffix}`,
          {
            vpcId: this.vpc.id,
            cidrBlock,
            tags: {
              ...tags,
              Name: `claims-private-subnet-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
    });

    this.registerOutputs({ vpcId: this.vpc.id });
  }
}
