import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

class Network extends pulumi.ComponentResource {
  private readonly vpc: aws.ec2.Vpc;
  private readonly publicSubnet: aws.ec2.Subnet;
  private readonly privateSubnet: aws.ec2.Subnet;

  constructor(name: string) {
    super('acme:net:Network', name);
    const parent = { parent: this };

    this.vpc = new aws.ec2.Vpc(name, { cidrBlock: '10.1.0.0/16' }, parent);
    this.publicSubnet = new aws.ec2.Subnet(
      `${name}-public`,
      {
        vpcId: this.vpc.id,
        cidrBlock: '10.1.0.0/24',
        mapPublicIpOnLaunch: true,
      },
      parent,
    );
    this.privateSubnet = new aws.ec2.Subnet(
      `${name}-private`,
      { vpcId: this.vpc.id, cidrBlock: '10.1.1.0/24' },
      parent,
    );

    // No method can name it
    const gateway = new aws.ec2.InternetGateway(
      name,
      { vpcId: this.vpc.id },
      parent,
    );
    const table = new aws.ec2.RouteTable(
      `${name}-public`,
      {
        vpcId: this.vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
      },
      parent,
    );
    new aws.ec2.RouteTableAssociation(
      `${name}-public`,
      { subnetId: this.publicSubnet.id, routeTableId: table.id },
      parent,
    );

    this.makePrivate(name);
    this.registerOutputs({});
  }

  private makePrivate(name: string) {
    const table = new aws.ec2.RouteTable(
      `${name}-private`,
      { vpcId: this.vpc.id },
      { parent: this },
    );
    new aws.ec2.RouteTableAssociation(
      `${name}-private`,
      { subnetId: this.privateSubnet.id, routeTableId: table.id },
      { parent: this },
    );
  }
}

new Network('main');
