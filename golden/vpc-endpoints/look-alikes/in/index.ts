import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('web', {
  cidrBlock: '10.0.0.0/16',
  enableDnsHostnames: true,
});

const publicSubnet = new aws.ec2.Subnet('web-public', {
  vpcId: vpc.id,
  cidrBlock: '10.0.0.0/24',
  mapPublicIpOnLaunch: true,
});

const privateSubnet = new aws.ec2.Subnet('web-private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({
  Service: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'],
});

const code = new aws.s3.BucketV2('web-code');
const assets = new aws.s3.BucketV2('web-assets');

// Its logs are delivered by its service, its code is fetched by it
const role = new aws.iam.Role('web-logs', { assumeRolePolicy });
new aws.iam.RolePolicyAttachment('web-logs', {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole,
});
new aws.iam.RolePolicy('web-logs', {
  role: role.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:Put*'],
        Resource: '*',
      },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    ],
  }),
});
new aws.lambda.Function('web-logs', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  s3Bucket: code.bucket,
  s3Key: 'logs.zip',
  vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [] },
});

// A permission for everything says nothing of what is used
const all = new aws.iam.Role('web-all', { assumeRolePolicy });
new aws.iam.RolePolicy('web-all', {
  role: all.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
});
new aws.lambda.Function('web-all', {
  role: all.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [] },
});

// Outside of the VPC
new aws.lambda.Function('web-assets', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment: { variables: { BUCKET: assets.bucket } },
});

// Images of a public registry, logs that go elsewhere, in a private subnet; and the rest in a public one
const cluster = new aws.ecs.Cluster('web');
const execution = new aws.iam.Role('web-execution', {
  assumeRolePolicy,
  managedPolicyArns: [aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy],
});
const proxy = new aws.ecs.TaskDefinition('web-proxy', {
  family: 'web-proxy',
  executionRoleArn: execution.arn,
  containerDefinitions: JSON.stringify([
    {
      name: 'proxy',
      image: 'public.ecr.aws/nginx/nginx:1.27',
      logConfiguration: { logDriver: 'awsfirelens' },
    },
  ]),
});
new aws.ecs.Service('web-proxy', {
  cluster: cluster.arn,
  taskDefinition: proxy.arn,
  networkConfiguration: { subnets: [privateSubnet.id] },
});
const site = new aws.ecs.TaskDefinition('web-site', {
  family: 'web-site',
  taskRoleArn: role.arn,
  containerDefinitions: pulumi.jsonStringify([
    {
      name: 'site',
      image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/site:1',
      environment: [{ name: 'ASSETS', value: assets.bucket }],
      logConfiguration: { logDriver: 'awslogs' },
    },
  ]),
});
new aws.ecs.Service('web-site', {
  cluster: cluster.arn,
  taskDefinition: site.arn,
  networkConfiguration: { subnets: [publicSubnet.id], assignPublicIp: true },
});
