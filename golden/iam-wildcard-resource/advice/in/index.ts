import * as aws from '@pulumi/aws';

const inbox = new aws.s3.Bucket('inbox');
const outbox = new aws.s3.Bucket('outbox');

const role = new aws.iam.Role('jobs', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'batch.amazonaws.com',
  }),
});

new aws.iam.RolePolicyAttachment('jobs', {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AmazonS3FullAccess,
});

new aws.iam.RolePolicyAttachment('queues', {
  role: role.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess',
});

new aws.iam.RolePolicy('jobs', {
  role: role.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      // Which of the two buckets it is for can't be seen.
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] },
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:GetItem'],
        Resource: '*',
      },
    ],
  }),
});

export const buckets = [inbox.bucket, outbox.bucket];
