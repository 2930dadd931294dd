import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const bucket = new aws.s3.Bucket('assets');

const role = new aws.iam.Role('worker', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
});

new aws.iam.RolePolicyAttachment('worker', {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
});

new aws.iam.RolePolicy('worker', {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: pulumi.interpolate`${bucket.arn}/*`,
      },
      // None of these can be limited to resources.
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeNetworkInterfaces',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'xray:PutTraceSegments',
          'ecr:GetAuthorizationToken',
        ],
        Resource: '*',
      },
      // Limited by a condition.
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/team': 'assets' } },
      },
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' },
    ],
  }),
});

// A policy of the bucket speaks of the bucket only.
new aws.s3.BucketPolicy('assets', {
  bucket: bucket.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: role.arn },
        Action: 's3:GetObject',
        Resource: '*',
      },
    ],
  }),
});
