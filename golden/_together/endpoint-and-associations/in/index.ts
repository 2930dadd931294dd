import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const suffix = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`both-vpc-${suffix}`, {
  cidrBlock: '10.0.0.0/16',
});

const privateSubnets = ['eu-west-1a', 'eu-west-1b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`both-private-subnet-${i}-${suffix}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: zone,
    })
);

// Waits for its associations
const privateRouteTable = new aws.ec2.RouteTable(`both-private-rt-${suffix}`, {
  vpcId: vpc.id,
});

const endpoint = new aws.ec2.VpcEndpoint(`both-s3-${suffix}`, {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: privateSubnets.map(subnet => subnet.id),
});

export const endpointId = endpoint.id;
export const tableId = privateRouteTable.id;
