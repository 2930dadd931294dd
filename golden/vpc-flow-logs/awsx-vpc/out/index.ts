import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const project = pulumi.getProject();
const tags = { Project: project, Stack: pulumi.getStack() };

const vpc = new awsx.ec2.Vpc(`${project}-vpc`, {
  cidrBlock: "10.90.0.0/16",
  numberOfAvailabilityZones: 3,
  natGateways: { strategy: awsx.ec2.NatGatewayStrategy.Single },
  tags,
});

const flowLogGroup = new aws.cloudwatch.LogGroup(`${project}-vpc-flow-logs`, {
  retentionInDays: 365,
  tags,
});

const flowLogRole = new aws.iam.Role(`${project}-vpc-flow-log-role`, {
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
  tags,
});

new aws.iam.RolePolicy(`${project}-vpc-flow-log-policy`, {
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

new aws.ec2.FlowLog(`${project}-vpc-flow-log`, {
  vpcId: vpc.vpcId,
  trafficType: "ALL",
  logDestinationType: "cloud-watch-logs",
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
  tags,
});

export const vpcId = vpc.vpcId;
export const subnetIds = vpc.privateSubnetIds;
