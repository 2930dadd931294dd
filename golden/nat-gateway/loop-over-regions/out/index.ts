import * as aws from '@pulumi/aws';

export const appSubnets: Record<string, any> = {};

for (const region of ['us-east-1', 'eu-west-1'] as const) {
  const provider = new aws.Provider(region, { region });

  const vpc = new aws.ec2.Vpc(
    `${region}-vpc`,
    { cidrBlock: '10.0.0.0/16' },
    { provider }
  );

  const subnet = new aws.ec2.Subnet(
    `${region}-public`,
    { vpcId: vpc.id, cidrBlock: '10.0.0.0/24', mapPublicIpOnLaunch: true },
    { provider }
  );

  const internetGateway = new aws.ec2.InternetGateway(
    `${region}-igw`,
    {
      vpcId: vpc.id,
    },
    { provider }
  );

  const publicRouteTable = new aws.ec2.RouteTable(
    `${region}-public-rt`,
    {
      vpcId: vpc.id,
    },
    { provider }
  );

  new aws.ec2.Route(
    `${region}-public-route`,
    {
      routeTableId: publicRouteTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internetGateway.id,
    },
    { provider }
  );

  new aws.ec2.RouteTableAssociation(
    `${region}-public-rta`,
    {
      subnetId: subnet.id,
      routeTableId: publicRouteTable.id,
    },
    { provider }
  );

  const app = new aws.ec2.Subnet(
    `${region}-private`,
    { vpcId: vpc.id, cidrBlock: '10.0.1.0/24' },
    { provider }
  );

  const natEip = new aws.ec2.Eip(
    `${region}-nat-eip`,
    {
      domain: 'vpc',
    },
    { provider }
  );

  const natGateway = new aws.ec2.NatGateway(
    `${region}-nat`,
    {
      allocationId: natEip.id,
      subnetId: subnet.id,
    },
    { provider, dependsOn: [internetGateway] }
  );

  const privateRouteTable = new aws.ec2.RouteTable(
    `${region}-private-rt`,
    {
      vpcId: vpc.id,
    },
    { provider }
  );

  new aws.ec2.Route(
    `${region}-private-route`,
    {
      routeTableId: privateRouteTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: natGateway.id,
    },
    { provider }
  );

  new aws.ec2.RouteTableAssociation(
    `${region}-private-rta`,
    {
      subnetId: app.id,
      routeTableId: privateRouteTable.id,
    },
    { provider }
  );

  appSubnets[region] = [subnet.id, app.id];
}
