import * as aws from '@pulumi/aws';

export const flowLogGroup = new aws.cloudwatch.LogGroup('ledger-flow-logs', {
  retentionInDays: 180,
});

export const flowLogRole = new aws.iam.Role('ledger-flow-logs', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'delivery.logs.amazonaws.com',
  }),
});

const policy = new aws.iam.Policy('ledger-flow-logs', {
  policy: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "logs:*",
      "Resource": "*"
    }
  ]
}`,
});

new aws.iam.RolePolicyAttachment('ledger-flow-logs', {
  role: flowLogRole,
  policyArn: policy.arn,
});
