import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

const vpc = new aws.ec2.Vpc('analytics', { cidrBlock: '10.7.0.0/16' });

export const s3 = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-north-1.s3',
  routeTableIds: [vpc.mainRouteTableId],
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': [identity.accountId, '210987654321'],
          },
        },
      },
      {
        Sid: 'OrganizationPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          },
        },
      },
      {
        Sid: 'EcrImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::prod-eu-north-1-starport-layer-bucket/*',
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          'arn:aws:s3:::amazonlinux-2-repos-eu-north-1/*',
          'arn:aws:s3:::al2023-repos-eu-north-1-de612dc2/*',
        ],
      },
    ],
  }),
});

export const athena = new aws.ec2.VpcEndpoint('athena', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-north-1.athena',
  vpcEndpointType: 'Interface',
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: 'athena:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': [identity.accountId, '210987654321'],
          },
        },
      },
      {
        Sid: 'OrganizationPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: 'athena:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          },
        },
      },
    ],
  }),
});
