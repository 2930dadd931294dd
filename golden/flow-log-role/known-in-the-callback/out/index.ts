import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('app', { cidrBlock: '10.0.0.0/16' });
const group = new aws.cloudwatch.LogGroup('flow', { retentionInDays: 30 });

const role = new aws.iam.Role('flow', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'vpc-flow-logs.amazonaws.com',
  }),
});

const policy = new aws.iam.Policy('flow', {
  policy: group.arn.apply(arn =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          Resource: `${arn}:*`,
        },
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${arn}:*`,
        },
      ],
    })
  ),
});

new aws.iam.RolePolicyAttachment('flow', {
  role: role.name,
  policyArn: policy.arn,
});

export const flowLog = new aws.ec2.FlowLog('flow', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  iamRoleArn: role.arn,
  logDestination: group.arn,
}).id;
