import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export function createSubnets(name: string, vpcId: pulumi.Input<string>) {
  const table = new aws.ec2.RouteTable(`${name}-private-rt`, { vpcId });
  const privateIds: pulumi.Output<string>[] = [];
  ['a', 'b'].forEach((zone, i) => {
    const subnet = new aws.ec2.Subnet(`${name}-private-${zone}`, {
      vpcId,
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: `us-east-1${zone}`,
    });
    new aws.ec2.RouteTableAssociation(`${name}-private-${zone}`, {
      subnetId: subnet.id,
      routeTableId: table.id,
    });
    privateIds.push(subnet.id);
  });
  return { privateIds };
}
