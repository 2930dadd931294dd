import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  readonly publicSubnets: aws.ec2.Subnet[];
  readonly privateSubnets: aws.ec2.Subnet[];
  private readonly vpc: aws.ec2.Vpc;

  constructor(
    private readonly prefix: string,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('core:network:Network', prefix, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      `${prefix}-vpc`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );

    this.publicSubnets = [0, 1].map(i => this.subnet('public', i));
    this.privateSubnets = [0, 1].map(i => this.subnet('private', i + 10));

    new aws.ec2.VpcEndpoint(
      `${prefix}-s3`,
      {
        vpcId: this.vpc.id,
        serviceName: 'com.amazonaws.eu-west-1.s3',
        routeTableIds: this.privateSubnets.map(subnet => subnet.id),
      },
      { parent: this }
    );

    this.registerOutputs();
  }

  private subnet(kind: 'public' | 'private', index: number): aws.ec2.Subnet {
    return new aws.ec2.Subnet(
      `${this.prefix}-${kind}-${index}`,
      {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        mapPublicIpOnLaunch: kind === 'public',
      },
      { parent: this }
    );
  }
}
