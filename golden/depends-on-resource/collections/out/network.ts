import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>
  readonly subnets: aws.ec2.Subnet[] = []
  readonly routes: aws.ec2.Route[] = []

  constructor(name: string, zones: string[]) {
    super('search:index:Network', name)

    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: '10.9.0.0/16' },
      { parent: this }
    )
    const gateway = new aws.ec2.InternetGateway(
      name,
      { vpcId: vpc.id },
      { parent: this, dependsOn: vpc }
    )

    zones.forEach((availabilityZone, i) => {
      const subnet = new aws.ec2.Subnet(
        `${name}-${i}`,
        { vpcId: vpc.id, cidrBlock: `10.9.${i}.0/24`, availabilityZone },
        { parent: this }
      )
      const table = new aws.ec2.RouteTable(
        `${name}-${i}`,
        { vpcId: vpc.id },
        { parent: this, dependsOn: [subnet] }
      )
      this.routes.push(
        new aws.ec2.Route(
          `${name}-${i}`,
          {
            routeTableId: table.id,
            destinationCidrBlock: '0.0.0.0/0',
            gatewayId: gateway.id,
          },
          { parent: this }
        )
      )
      this.subnets.push(subnet)
    })

    this.vpcId = vpc.id
    this.registerOutputs({ vpcId: this.vpcId })
  }
}
