import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const suffix = pulumi.getStack();
const vpc = new aws.ec2.Vpc(`vpc-${suffix}`, { cidrBlock: '10.0.0.0/16' });

// One table for each of the private subnets
for (const [i, zone] of ['a', 'b', 'c'].entries()) {
  const table = new aws.ec2.RouteTable(`private-rt-${zone}-${suffix}`, {
    vpcId: vpc.id,
  });

  const subnet = new aws.ec2.Subnet(`private-subnet-${zone}-${suffix}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${i}.0/24`,
    availabilityZone: `eu-west-1${zone}`,
  });

  new aws.ec2.RouteTableAssociation(`private-rta-${zone}-${suffix}`, {
    subnetId: subnet.id,
    routeTableId: table.id,
  });

  new aws.ec2.NetworkAcl(`private-acl-${zone}-${suffix}`, {
    vpcId: vpc.id,
    subnetIds: [subnet.id],
    tags: { Table: table.id },
  });
}

const dataSubnets = [0, 1].map(
  i =>
    new aws.ec2.Subnet(`data-subnet-${i}-${suffix}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.2${i}.0/24`,
    })
);

// Each has a table of its own
dataSubnets.forEach((subnet, index) => {
  const routeTable = new aws.ec2.RouteTable(`data-rt-${index}-${suffix}`, {
    vpcId: vpc.id,
    tags: { Name: `data-rt-${index}-${suffix}` },
  });

  new aws.ec2.RouteTableAssociation(`data-rta-${index}-${suffix}`, {
    subnetId: subnet.id,
    routeTableId: routeTable.id,
  });
});
