import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export function createNetwork(name: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { provider });

    const flowLogGroup = new aws.cloudwatch.LogGroup(
        `${name}-rejects-flow-log-group`,
        {
            retentionInDays: 365,
        },
        { provider }
    );

    const flowLogRole = new aws.iam.Role(
        `${name}-rejects-flow-log-role`,
        {
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
        },
        { provider }
    );

    new aws.iam.RolePolicy(
        `${name}-rejects-flow-log-policy`,
        {
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
                })
            ),
        },
        { provider }
    );

    const flowLog = new aws.ec2.FlowLog(
        `${name}-rejects`,
        {
            vpcId: vpc.id,
            trafficType: "REJECT",
            logDestination: flowLogGroup.arn,
            iamRoleArn: flowLogRole.arn,
            logDestinationType: "cloud-watch-logs",
            maxAggregationInterval: 60,
        },
        { provider, dependsOn: [vpc] }
    );

    return { vpcId: vpc.id, flowLogId: flowLog.id as pulumi.Output<string> };
}
