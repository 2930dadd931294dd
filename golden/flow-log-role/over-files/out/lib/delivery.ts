import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export const flowLogGroup = new aws.cloudwatch.LogGroup('ledger-flow-logs', {
  retentionInDays: 180,
});

export const flowLogRole = new aws.iam.Role('ledger-flow-logs', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: ['delivery.logs.amazonaws.com', 'vpc-flow-logs.amazonaws.com'],
  }),
});

const policy = new aws.iam.Policy('ledger-flow-logs', {
  policy: pulumi.interpolate`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents"
      ],
      "Resource": "${flowLogGroup.arn}:*"
    }
  ]
}`,
});

new aws.iam.RolePolicyAttachment('ledger-flow-logs', {
  role: flowLogRole,
  policyArn: policy.arn,
});
