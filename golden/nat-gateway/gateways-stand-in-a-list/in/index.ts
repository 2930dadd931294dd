import * as aws from '@pulumi/aws';

const zones = ['eu-west-1a', 'eu-west-1b'];

const vpc = new aws.ec2.Vpc('mail-vpc', { cidrBlock: '10.7.0.0/16' });

const gateway = new aws.ec2.InternetGateway('mail-igw', { vpcId: vpc.id });

const publicTable = new aws.ec2.RouteTable('mail-public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

const natGateways: aws.ec2.NatGateway[] = [];
const privateSubnets: aws.ec2.Subnet[] = [];
zones.forEach((zone, i) => {
  const publicSubnet = new aws.ec2.Subnet(`mail-public-${i}`, {
    vpcId: vpc.id,
    cidrBlock: `10.7.${i}.0/24`,
    availabilityZone: zone,
  });

  new aws.ec2.RouteTableAssociation(`mail-public-${i}`, {
    subnetId: publicSubnet.id,
    routeTableId: publicTable.id,
  });

  const eip = new aws.ec2.Eip(`mail-${i}`, { domain: 'vpc' });
  natGateways.push(
    new aws.ec2.NatGateway(`mail-${i}`, {
      allocationId: eip.id,
      subnetId: publicSubnet.id,
    })
  );

  privateSubnets.push(
    new aws.ec2.Subnet(`mail-private-${i}`, {
      vpcId: vpc.id,
      cidrBlock: `10.7.${i + 10}.0/24`,
      availabilityZone: zone,
    })
  );
});

export const privateSubnetIds = privateSubnets.map(subnet => subnet.id);
