import { Config, getStack } from '@pulumi/pulumi';
import {
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '@pulumi/aws/ec2';
import * as s3 from '@pulumi/aws/s3';

const zones = new Config().getObject<string[]>('zones') ?? ['a', 'b'];
const region = new Config('aws').require('region');
const suffix = getStack();

const vpc = new Vpc(`reporting-${suffix}`, { cidrBlock: '10.7.0.0/16' });

const internetGateway = new InternetGateway(`reporting-${suffix}`, {
  vpcId: vpc.id,
});

const edgeRoutes = new RouteTable(`reporting-edge-${suffix}`, {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internetGateway.id }],
});

const edgeSubnet = new Subnet(`reporting-edge-${suffix}`, {
  vpcId: vpc.id,
  cidrBlock: '10.7.0.0/24',
  mapPublicIpOnLaunch: true,
});

new RouteTableAssociation(`reporting-edge-${suffix}`, {
  subnetId: edgeSubnet.id,
  routeTableId: edgeRoutes.id,
});

const nat = new NatGateway(`reporting-${suffix}`, {
  allocationId: new Eip(`reporting-${suffix}`, { domain: 'vpc' }).id,
  subnetId: edgeSubnet.id,
});

// What is not associated otherwise leaves through the NAT gateway
new Route(`reporting-nat-${suffix}`, {
  routeTableId: vpc.mainRouteTableId,
  destinationCidrBlock: '0.0.0.0/0',
  natGatewayId: nat.id,
});

const jobSubnets = zones.map(
  (zone, index) =>
    new Subnet(`reporting-jobs-${zone}-${suffix}`, {
      vpcId: vpc.id,
      cidrBlock: `10.7.${index + 16}.0/24`,
      availabilityZone: `${region}${zone}`,
    })
);

// The warehouse has no way out
const warehouseSubnet = new Subnet(`reporting-warehouse-${suffix}`, {
  vpcId: vpc.id,
  cidrBlock: '10.7.64.0/24',
});

const warehouseRoutes = new RouteTable(`reporting-warehouse-${suffix}`, {
  vpcId: vpc.id,
});

new RouteTableAssociation(`reporting-warehouse-${suffix}`, {
  subnetId: warehouseSubnet.id,
  routeTableId: warehouseRoutes.id,
});

const endpoint = new VpcEndpoint(`reporting-s3-${suffix}`, {
  vpcId: vpc.id,
  serviceName: `com.amazonaws.${region}.s3`,
  routeTableIds: [...jobSubnets.map(subnet => subnet.id), warehouseSubnet.id],
});

const reports = new s3.BucketV2(`reporting-reports-${suffix}`, {});

export const bucket = reports.bucket;
export const endpointId = endpoint.id;
export const jobSubnetIds = jobSubnets.map(subnet => subnet.id);
