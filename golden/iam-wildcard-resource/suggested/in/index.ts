import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const reports = new aws.s3.Bucket('reports');
const archive = new aws.s3.Bucket('archive');
const orders = new aws.dynamodb.Table('orders', {
  attributes: [{ name: 'id', type: 'S' }],
  hashKey: 'id',
  billingMode: 'PAY_PER_REQUEST',
});

const role = new aws.iam.Role('writer', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
  managedPolicyArns: [
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    aws.iam.ManagedPolicy.AmazonDynamoDBFullAccess,
  ],
});

new aws.iam.RolePolicy('writer', {
  role: role.id,
  policy: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
    ],
  },
});

const auditor = new aws.iam.User('auditor');

new aws.iam.UserPolicyAttachment('auditor', {
  user: auditor.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
});

export const writer = new aws.lambda.Function('writer', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  code: new pulumi.asset.AssetArchive({}),
  environment: {
    variables: {
      REPORTS: reports.bucket,
      ARCHIVE: archive.bucket,
      ORDERS: orders.name,
    },
  },
}).arn;
