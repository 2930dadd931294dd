import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface VpcResult {
    vpc: aws.ec2.Vpc;
    subnetIds: pulumi.Output<string>[];
}

export function createVpc(environment: string, provider: aws.Provider): VpcResult {
    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: true,
        tags: {
            Name: `vpc-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Flow logs of the VPC
    const flowLogGroup = new aws.cloudwatch.LogGroup(`vpc-flow-logs-${environment}`, {
        retentionInDays: 365,
        tags: {
            Name: `vpc-flow-logs-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    const flowLogRole = new aws.iam.Role(`vpc-flow-log-role-${environment}`, {
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
        tags: {
            Name: `vpc-flow-log-role-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    new aws.iam.RolePolicy(`vpc-flow-log-policy-${environment}`, {
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
    }, { provider });

    new aws.ec2.FlowLog(`vpc-flow-log-${environment}`, {
        vpcId: vpc.id,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags: {
            Name: `vpc-flow-log-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create subnets
    const subnets = ["eu-west-1a", "eu-west-1b"].map((az, index) => new aws.ec2.Subnet(`subnet-${index + 1}-${environment}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index + 1}.0/24`,
        availabilityZone: az,
        tags: {
            Name: `subnet-${index + 1}-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider }));

    return { vpc, subnetIds: subnets.map((s) => s.id) };
}
