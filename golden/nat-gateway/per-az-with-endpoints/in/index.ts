import * as aws from '@pulumi/aws';

// Network
const vpc = new aws.ec2.Vpc('core-vpc', { cidrBlock: '10.0.0.0/16' });

const igw = new aws.ec2.InternetGateway('core-igw', { vpcId: vpc.id });

// Public subnets share their table
const publicRouteTable = new aws.ec2.RouteTable('core-public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }],
});

const publicSubnets: aws.ec2.Subnet[] = [];
const privateSubnets: aws.ec2.Subnet[] = [];

['us-east-1a', 'us-east-1b'].forEach((availabilityZone, index) => {
  const publicSubnet = new aws.ec2.Subnet(`core-public-${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone,
    mapPublicIpOnLaunch: true,
  });
  publicSubnets.push(publicSubnet);

  new aws.ec2.RouteTableAssociation(`core-public-rta-${index}`, {
    subnetId: publicSubnet.id,
    routeTableId: publicRouteTable.id,
  });

  privateSubnets.push(
    new aws.ec2.Subnet(`core-private-${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index + 100}.0/24`,
      availabilityZone,
    })
  );
});

// Endpoints
const s3 = new aws.ec2.VpcEndpoint('core-s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.us-east-1.s3',
  routeTableIds: privateSubnets.map(subnet => subnet.id),
});

const dynamo = new aws.ec2.VpcEndpoint('core-dynamo', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.us-east-1.dynamodb',
});

export const endpointIds = [s3.id, dynamo.id];
