import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Net extends pulumi.ComponentResource {
  public readonly privateSubnetIds: pulumi.Output<string[]>;
  public readonly vpcId: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('a:Net', name, {}, opts);
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true }, { parent: this });
    const privateSubnets = [0, 1].map(i => new aws.ec2.Subnet(`${name}-private-${i}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` }, { parent: this }));
    const rt = new aws.ec2.RouteTable(`${name}-rt`, { vpcId: vpc.id }, { parent: this });
    privateSubnets.forEach((s, i) => new aws.ec2.RouteTableAssociation(`${name}-${i}`, { subnetId: s.id, routeTableId: rt.id }, { parent: this }));
    this.privateSubnetIds = pulumi.output(privateSubnets.map(s => s.id));
    this.vpcId = vpc.id;
  }
}
