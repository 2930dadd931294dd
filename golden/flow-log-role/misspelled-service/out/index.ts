import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`clinic-${stack}`, { cidrBlock: '10.4.0.0/16' });

const logGroup = new aws.cloudwatch.LogGroup(`clinic-flow-logs-${stack}`, {
  retentionInDays: 365,
});

const role = new aws.iam.Role(`clinic-flow-logs-${stack}`, {
  assumeRolePolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['vpc-flow-logs.amazonaws.com'] }, // by mistake
        Action: 'sts:AssumeRole',
      },
    ],
  },
});

// All that the service could ask for
new aws.iam.RolePolicy(`clinic-flow-logs-${stack}`, {
  role: role.name,
  policy: logGroup.arn.apply(arn =>
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
      ],
    })
  ),
});

export const flowLogId = new aws.ec2.FlowLog(`clinic-${stack}`, {
  vpcId: vpc.id,
  trafficType: 'REJECT',
  logDestination: logGroup.arn,
  iamRoleArn: role.arn,
}).id;
