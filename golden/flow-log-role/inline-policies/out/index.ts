import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('games', { cidrBlock: '10.1.0.0/16' });

const accepted = new aws.cloudwatch.LogGroup('games-accepted', {
  retentionInDays: 7,
});
const rejected = new aws.cloudwatch.LogGroup('games-rejected', {
  retentionInDays: 90,
});

const region = aws.getRegionOutput().id;
const accountId = aws.getCallerIdentityOutput().accountId;

const role = new aws.iam.Role('games-flow-logs', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Service: ['vpc-flow-logs.amazonaws.com', 'ec2.amazonaws.com'],
        },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
  inlinePolicies: [
    {
      name: 'write',
      policy: pulumi
        .all([region, accountId, accepted.arn, rejected.arn])
        .apply(([regionName, account, acceptedArn, rejectedArn]) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: [`${acceptedArn}:*`, `${rejectedArn}:*`],
              },
              {
                Effect: 'Allow',
                Action: 'logs:DescribeLogGroups',
                Resource: '*',
              },
            ],
          })
        ),
    },
  ],
});

for (const [trafficType, group] of [
  ['ACCEPT', accepted],
  ['REJECT', rejected],
] as const) {
  new aws.ec2.FlowLog(`games-${trafficType.toLowerCase()}`, {
    vpcId: vpc.id,
    trafficType,
    logDestination: group.arn,
    iamRoleArn: role.arn,
  });
}
