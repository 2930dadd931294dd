import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('analytics', { cidrBlock: '10.7.0.0/16' });

export const s3 = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-north-1.s3',
  routeTableIds: [vpc.mainRouteTableId],
});

export const athena = new aws.ec2.VpcEndpoint('athena', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-north-1.athena',
  vpcEndpointType: 'Interface',
});
