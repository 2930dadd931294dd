import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.2.0.0/16' });
const subnet = new aws.ec2.Subnet('orders', {
  vpcId: vpc.id,
  cidrBlock: '10.2.0.0/24',
});
const group = new aws.ec2.SecurityGroup('orders', { vpcId: vpc.id });

const workerRole = new aws.iam.Role('worker', {
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
  inlinePolicies: [
    {
      name: 'worker',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 'sns:Publish'],
            Resource: 'arn:aws:s3:::orders/*',
          },
        ],
      }),
    },
  ],
});
const reportRole = new aws.iam.Role('report', {
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
  inlinePolicies: [
    {
      name: 'report',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'dynamodb:Query',
            Resource: 'arn:aws:s3:::orders/*',
          },
        ],
      }),
    },
  ],
});

// Two roles use it
const s3Endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
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
        Resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
      },
      {
        Sid: 'AmazonLinuxRepositories',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: [
          'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
          'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*',
        ],
      },
    ],
  }),
});

// One role does
const snsEndpoint = new aws.ec2.VpcEndpoint('sns', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.sns',
  vpcEndpointType: 'Interface',
  subnetIds: [subnet.id],
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'sns:*',
        Resource: '*',
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': workerRole.arn,
          },
        },
      },
    ],
  }),
});

// One role does, from outside of the VPC
const dynamodbEndpoint = new aws.ec2.VpcEndpoint('dynamodb', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.dynamodb',
  routeTableIds: [vpc.mainRouteTableId],
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'dynamodb:*',
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

// One role does, which comes later
const secretsEndpoint = new aws.ec2.VpcEndpoint('secrets', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.secretsmanager',
  vpcEndpointType: 'Interface',
  subnetIds: [subnet.id],
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
});

const taskRole = new aws.iam.Role('task', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
  inlinePolicies: [
    {
      name: 'task',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 'secretsmanager:GetSecretValue'],
            Resource: 'arn:aws:s3:::orders/*',
          },
        ],
      }),
    },
  ],
});

new aws.ecs.TaskDefinition('api', {
  family: 'orders-api',
  taskRoleArn: taskRole.arn,
  networkMode: 'awsvpc',
  containerDefinitions: JSON.stringify([{ name: 'api', image: 'orders:1' }]),
});

new aws.lambda.Function('worker', {
  role: workerRole.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  code: './worker.zip',
  vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
});

new aws.lambda.Function('report', {
  role: reportRole.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  code: './report.zip',
});

export const endpointIds = [
  s3Endpoint.id,
  snsEndpoint.id,
  dynamodbEndpoint.id,
  secretsEndpoint.id,
];
