import { ec2 as compute, getAvailabilityZonesOutput } from '@pulumi/aws';
import { RouteTable } from '@pulumi/aws/ec2';

const zones = getAvailabilityZonesOutput({ state: 'available' });

const vpc = new compute.Vpc('reports', { cidrBlock: '10.3.0.0/16' });
const table = new RouteTable('reports', { vpcId: vpc.id });

const s3 = compute.getVpcEndpointServiceOutput({
  service: 's3',
  serviceType: 'Gateway',
});

export const storage = new compute.VpcEndpoint('storage', {
  vpcId: vpc.id,
  serviceName: s3.serviceName,
  routeTableIds: [table.id],
});

const secrets = compute.getVpcEndpointService({ service: 'secretsmanager' });

const secretsArgs: compute.VpcEndpointArgs = {
  vpcId: vpc.id,
  serviceName: secrets.then(found => found.serviceName),
  vpcEndpointType: 'Interface',
};
export const secretsEndpoint = new compute.VpcEndpoint('secrets', secretsArgs);
export const zoneNames = zones.names;
