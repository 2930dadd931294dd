import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16' });

export const privateSubnet = new aws.ec2.Subnet('private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.0.0/24',
});

export const privateTable = new aws.ec2.RouteTable('private-rt', {
  vpcId: vpc.id,
});

/** For the teams that import this package. */
export function associate(
  name: string,
  subnetId: pulumi.Input<string>,
  table = privateTable
) {
  return new aws.ec2.RouteTableAssociation(name, {
    subnetId,
    routeTableId: table.id,
  });
}
