import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class Network extends pulumi.ComponentResource {
  private vpc: aws.ec2.Vpc;
  private privateSubnets: aws.ec2.Subnet[] = [];

  constructor(
    name: string,
    private readonly suffix = 'dev',
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('shop:network:Network', name, {}, opts);

    this.vpc = new aws.ec2.Vpc(
      `vpc-${suffix}`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );
    this.createSubnets();
    this.createEndpoints();

    this.registerOutputs();
  }

  private createSubnets(): void {
    for (let i = 0; i < 3; i++) {
      this.privateSubnets.push(
        new aws.ec2.Subnet(
          `private-subnet-${i}-${this.suffix}`,
          { vpcId: this.vpc.id, cidrBlock: `10.0.${i}.0/24` },
          { parent: this }
        )
      );
    }
  }

  private createEndpoints(): void {
    const privateRouteTable = new aws.ec2.RouteTable(
      `private-rt-${this.suffix}`,
      {
        vpcId: this.vpc.id,
      },
      { parent: this }
    );

    this.privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `private-rta-${i}-${this.suffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    for (const service of ['s3', 'dynamodb']) {
      new aws.ec2.VpcEndpoint(
        `${service}-endpoint-${this.suffix}`,
        {
          vpcId: this.vpc.id,
          serviceName: `com.amazonaws.us-east-1.${service}`,
          vpcEndpointType: 'Gateway',
          routeTableIds: [privateRouteTable.id],
        },
        { parent: this }
      );
    }
  }
}

new Network('shop');
