import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface EndpointArgs {
    name: string;
    region: pulumi.Input<string>;
    vpc: aws.ec2.Vpc;
    tableIds: pulumi.Input<string>[];
}

export function createEndpoints(args: EndpointArgs, provider: aws.Provider) {
    const current = aws.getCallerIdentity({}, { provider });

    const sqs = new aws.ec2.VpcEndpoint(`${args.name}-sqs`, {
        vpcId: args.vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${args.region}.sqs`,
        vpcEndpointType: "Interface",
        policy: pulumi
            .all([current.then(it => it.accountId)])
            .apply(([accountId]) =>
                JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: "*",
                            Action: "sqs:*",
                            Resource: "*",
                            Condition: {
                                StringEquals: {
                                    "aws:PrincipalAccount": accountId,
                                },
                            },
                        },
                    ],
                }),
            ),
    }, { provider });

    const s3 = new aws.ec2.VpcEndpoint(`${args.name}-s3`, {
        vpcId: args.vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${args.region}.s3`,
        routeTableIds: args.tableIds,
        policy: pulumi
            .all([current.then(it => it.accountId), args.region])
            .apply(([accountId, regionName]) =>
                JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "AccountPrincipals",
                            Effect: "Allow",
                            Principal: "*",
                            Action: "s3:*",
                            Resource: "*",
                            Condition: {
                                StringEquals: {
                                    "aws:PrincipalAccount": accountId,
                                },
                            },
                        },
                        {
                            Sid: "EcrImageLayers",
                            Effect: "Allow",
                            Principal: "*",
                            Action: "s3:GetObject",
                            Resource: `arn:aws:s3:::prod-${regionName}-starport-layer-bucket/*`,
                        },
                        {
                            Sid: "AmazonLinuxRepositories",
                            Effect: "Allow",
                            Principal: "*",
                            Action: "s3:GetObject",
                            Resource: [
                                `arn:aws:s3:::amazonlinux-2-repos-${regionName}/*`,
                                `arn:aws:s3:::al2023-repos-${regionName}-de612dc2/*`,
                            ],
                        },
                    ],
                }),
            ),
        tags: { Name: `${args.name}-s3` },
    }, { provider });

    return { sqs, s3, account: current.then(identity => identity.accountId) };
}
