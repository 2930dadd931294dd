import { ec2 as compute, getAvailabilityZonesOutput } from '@pulumi/aws';
import { RouteTable } from '@pulumi/aws/ec2';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();
const region = aws.getRegionOutput();

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
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': identity.accountId,
          },
        },
      },
      {
        Sid: 'EcrImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`arn:aws:s3:::prod-${region.name}-starport-layer-bucket/*`,
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          pulumi.interpolate`arn:aws:s3:::amazonlinux-2-repos-${region.name}/*`,
          pulumi.interpolate`arn:aws:s3:::al2023-repos-${region.name}-de612dc2/*`,
        ],
      },
    ],
  }),
});

const secrets = compute.getVpcEndpointService({ service: 'secretsmanager' });

const secretsArgs: compute.VpcEndpointArgs = {
  vpcId: vpc.id,
  serviceName: secrets.then(found => found.serviceName),
  vpcEndpointType: 'Interface',
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'secretsmanager:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': identity.accountId,
          },
        },
      },
    ],
  }),
};
export const secretsEndpoint = new compute.VpcEndpoint('secrets', secretsArgs);
export const zoneNames = zones.names;
