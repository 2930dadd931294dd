import * as aws from '@pulumi/aws';
import * as eks from '@pulumi/aws/eks';

const vpc = new aws.ec2.Vpc('pods', { cidrBlock: '10.4.0.0/16' });
const subnets = ['cn-north-1a', 'cn-north-1b'].map(
  (availabilityZone, i) =>
    new aws.ec2.Subnet(`pods-${i}`, {
      vpcId: vpc.id,
      cidrBlock: `10.4.${i}.0/24`,
      availabilityZone,
    })
);
const clusterRole = new aws.iam.Role('pods', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'eks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
  managedPolicyArns: ['arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy'],
});

export const cluster = new eks.Cluster('pods', {
  roleArn: clusterRole.arn,
  vpcConfig: { subnetIds: subnets.map(subnet => subnet.id) },
});

const stsEndpoint = new aws.ec2.VpcEndpoint('sts', {
  vpcId: vpc.id,
  serviceName: 'cn.com.amazonaws.cn-north-1.sts',
  vpcEndpointType: 'Interface',
  subnetIds: subnets.map(subnet => subnet.id),
  privateDnsEnabled: true,
});

const s3Endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.cn-north-1.s3',
  routeTableIds: [vpc.mainRouteTableId],
});

export const endpointIds = [stsEndpoint.id, s3Endpoint.id];
