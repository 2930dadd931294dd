import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export function watchVpc(vpc: aws.ec2.Vpc, region: string, provider: aws.Provider) {
    const logGroup = new aws.cloudwatch.LogGroup(
        `tiles-flow-logs-${region}`,
        { retentionInDays: 14 },
        { provider }
    );

    const trust = aws.iam.getPolicyDocumentOutput({
        statements: [
            {
                actions: ["sts:AssumeRole"],
                principals: [{ type: "Service", identifiers: ["monitoring.rds.amazonaws.com"] }],
            },
            {
                effect: "Allow",
                principals: [{ type: "Service", identifiers: ["vpc-flow-logs.amazonaws.com"] }],
                actions: ["sts:AssumeRole"],
            },
        ],
    });

    const role = new aws.iam.Role(
        `tiles-flow-log-role-${region}`,
        { assumeRolePolicy: trust.json },
        { provider }
    );

    new aws.iam.RolePolicy(
        `tiles-flow-log-policy-${region}`,
        {
            role: role.id,
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "WriteLogs",
                        Effect: "Allow",
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                        Resource: pulumi.interpolate`${logGroup.arn}:*`,
                    },
                ],
            }),
        },
        { provider }
    );

    return new aws.ec2.FlowLog(
        `tiles-flow-log-${region}`,
        {
            vpcId: vpc.id,
            trafficType: "ALL",
            logDestination: logGroup.arn,
            iamRoleArn: role.arn,
        },
        { provider }
    );
}
