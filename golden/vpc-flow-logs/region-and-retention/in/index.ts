import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class LedgerNetwork extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;

  constructor(
    private readonly environmentSuffix: string,
    region: string,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('ledger:network', `ledger-${environmentSuffix}`, {}, opts);
    const defaultOpts = { parent: this };

    this.vpc = new aws.ec2.Vpc(
      this.nameOf('vpc'),
      { cidrBlock: '10.7.0.0/16', region, tags: this.tagsOf('vpc') },
      defaultOpts
    );

    this.registerOutputs({ vpcId: this.vpc.id });
  }

  private nameOf(part: string): string {
    return `ledger-${part}-${this.environmentSuffix}`;
  }

  private tagsOf(part: string) {
    return { Name: this.nameOf(part), Ledger: 'yes' };
  }
}

const network = new LedgerNetwork('dev', 'eu-north-1');

export const vpcId = network.vpc.id;
