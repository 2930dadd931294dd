import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const identity = aws.getCallerIdentityOutput();

const primary = new aws.Provider("primary", { region: "us-east-1" });
const standby = new aws.Provider("standby", { region: "us-west-2" });

function network(name: string, region: string, provider: aws.Provider) {
    const providerIdentity = aws.getCallerIdentityOutput({}, { provider });
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { provider });
    const table = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id }, { provider });
    const endpoint = new aws.ec2.VpcEndpoint(
        `${name}-s3`,
        {
            vpcId: vpc.id,
            serviceName: `com.amazonaws.${region}.s3`,
            routeTableIds: [table.id],
            policy: pulumi.jsonStringify({
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
                                "aws:PrincipalAccount": providerIdentity.accountId,
                            },
                        },
                    },
                    {
                        Sid: "EcrImageLayers",
                        Effect: "Allow",
                        Principal: "*",
                        Action: "s3:GetObject",
                        Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
                    },
                    {
                        Sid: "AmazonLinuxRepositories",
                        Effect: "Allow",
                        Principal: "*",
                        Action: "s3:GetObject",
                        Resource: [
                            `arn:aws:s3:::amazonlinux-2-repos-${region}/*`,
                            `arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
                        ],
                    },
                ],
            }),
        },
        { provider },
    );
    return { vpc, endpoint };
}

export const east = network("east", "us-east-1", primary).endpoint.id;
export const west = network("west", "us-west-2", standby).endpoint.id;

const drVpc = new aws.ec2.Vpc("dr", { cidrBlock: "10.9.0.0/16", region: "eu-west-1" });
export const dr = new aws.ec2.VpcEndpoint("dr-dynamodb", {
    vpcId: drVpc.id,
    serviceName: "com.amazonaws.eu-west-1.dynamodb",
    routeTableIds: [drVpc.mainRouteTableId],
    region: "eu-west-1",
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: "*",
                Action: "dynamodb:*",
                Resource: "*",
                Condition: {
                    StringEquals: {
                        "aws:PrincipalAccount": identity.accountId,
                    },
                },
            },
        ],
    }),
});
