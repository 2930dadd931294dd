import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

const stack = pulumi.getStack();
const region = aws.getRegionOutput();

const vpc = new aws.ec2.Vpc('resizer', { cidrBlock: '10.8.0.0/16' });
const subnet = new aws.ec2.Subnet('resizer-private', {
  vpcId: vpc.id,
  cidrBlock: '10.8.1.0/24',
});
const table = new aws.ec2.RouteTable('resizer-private', { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation('resizer-private', {
  subnetId: subnet.id,
  routeTableId: table.id,
});
const group = new aws.ec2.SecurityGroup('resizer', { vpcId: vpc.id });

const bucket = new aws.s3.Bucket('images');

const lambdaRole = new aws.iam.Role(`resizer-${stack}`, {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicyAttachment('resizer-vpc', {
  role: lambdaRole.name,
  policyArn:
    'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
});

new aws.iam.RolePolicy('resizer-images', {
  role: lambdaRole.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: pulumi.interpolate`${bucket.arn}/*`,
      },
    ],
  }),
});

// Acts from outside of the VPC, whatever it may do.
const flowLogRole = new aws.iam.Role('flow-logs', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
  managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
});

new aws.lambda.Function('resizer', {
  role: lambdaRole.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  code: new pulumi.asset.FileArchive('./dist'),
  vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
});

const s3Endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: pulumi.interpolate`com.amazonaws.${region.region}.s3`,
  routeTableIds: [table.id],
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RolePrincipal',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': lambdaRole.arn,
          },
        },
      },
      {
        Sid: 'EcrImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: pulumi.interpolate`arn:aws:s3:::prod-${region.region}-starport-layer-bucket/*`,
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          pulumi.interpolate`arn:aws:s3:::amazonlinux-2-repos-${region.region}/*`,
          pulumi.interpolate`arn:aws:s3:::al2023-repos-${region.region}-de612dc2/*`,
        ],
      },
    ],
  }),
});

// No role of the program shows that it sends here.
const sqsEndpoint = new aws.ec2.VpcEndpoint('sqs', {
  vpcId: vpc.id,
  serviceName: pulumi.interpolate`com.amazonaws.${region.region}.sqs`,
  vpcEndpointType: 'Interface',
  subnetIds: [subnet.id],
  securityGroupIds: [group.id],
  privateDnsEnabled: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'sqs:*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalAccount': identity.accountId,
          },
        },
      },
    ],
  }),
});

export const endpoints = [s3Endpoint.id, sqsEndpoint.id];
export const flowLogRoleArn = flowLogRole.arn;
