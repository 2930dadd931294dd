import * as aws from '@pulumi/aws';
import * as eks from '@pulumi/aws/eks';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

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
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: 'sts:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': identity.accountId,
          },
        },
      },
      {
        Sid: 'FederatedIdentities',
        Effect: 'Allow',
        Principal: '*',
        Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:ResourceAccount': identity.accountId,
          },
        },
      },
    ],
  }),
});

const s3Endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.cn-north-1.s3',
  routeTableIds: [vpc.mainRouteTableId],
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
        Resource: 'arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/*',
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          'arn:aws-cn:s3:::amazonlinux-2-repos-cn-north-1/*',
          'arn:aws-cn:s3:::al2023-repos-cn-north-1-de612dc2/*',
        ],
      },
    ],
  }),
});

export const endpointIds = [stsEndpoint.id, s3Endpoint.id];
