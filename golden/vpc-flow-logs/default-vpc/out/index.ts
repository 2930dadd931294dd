import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();
const commonTags = { Project: "sandbox", Stack: stack };

// Everything runs in the VPC that the account came with
const vpc = new aws.ec2.DefaultVpc(`default-${stack}`, { tags: commonTags });

const flowLogGroup = new aws.cloudwatch.LogGroup(
  `default-vpc-flow-logs-${stack}`,
  {
    retentionInDays: 365,
    tags: commonTags,
  },
);

const flowLogRole = new aws.iam.Role(`default-vpc-flow-log-role-${stack}`, {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  }),
  tags: commonTags,
});

new aws.iam.RolePolicy(`default-vpc-flow-log-policy-${stack}`, {
  role: flowLogRole.id,
  policy: flowLogGroup.arn.apply((arn) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
          ],
          Resource: `${arn}:*`,
        },
      ],
    }),
  ),
});

new aws.ec2.FlowLog(`default-vpc-flow-log-${stack}`, {
  vpcId: vpc.id,
  trafficType: "ALL",
  logDestinationType: "cloud-watch-logs",
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
  tags: commonTags,
});

const web = new aws.ec2.SecurityGroup(`web-${stack}`, {
  vpcId: vpc.id,
  description: "HTTPS from anywhere",
  ingress: [
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
  ],
  tags: commonTags,
});

export const vpcId = vpc.id;
export const webGroupId = web.id;
