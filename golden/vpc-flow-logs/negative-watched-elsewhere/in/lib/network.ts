import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('acme:network:Network', name, {}, opts);

    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: '10.3.0.0/16' },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
