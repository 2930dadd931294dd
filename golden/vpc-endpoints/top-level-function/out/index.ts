import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc(`reports-${stack}`, {
    cidrBlock: "10.4.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: `reports-${stack}` },
});

const privateA = new aws.ec2.Subnet("private-a", {
    vpcId: vpc.id,
    cidrBlock: "10.4.1.0/24",
    availabilityZone: `${aws.config.region}a`,
});
const privateB = new aws.ec2.Subnet("private-b", {
    vpcId: vpc.id,
    cidrBlock: "10.4.2.0/24",
    availabilityZone: `${aws.config.region}b`,
});

const routes = new aws.ec2.RouteTable("private-rt", { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation("private-rta-a", {
    subnetId: privateA.id,
    routeTableId: routes.id,
});
new aws.ec2.RouteTableAssociation("private-rta-b", {
    subnetId: privateB.id,
    routeTableId: routes.id,
});

new aws.ec2.VpcEndpoint(`reports-s3-endpoint-${stack}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${aws.config.region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [routes.id],
    tags: { Name: `reports-s3-endpoint-${stack}` },
});

const endpointSecurityGroup = new aws.ec2.SecurityGroup(
    `reports-endpoint-sg-${stack}`,
    {
        vpcId: vpc.id,
        description: "HTTPS to the interface endpoints",
        ingress: [
            {
                description: "HTTPS from the VPC",
                protocol: "tcp",
                fromPort: 443,
                toPort: 443,
                cidrBlocks: [vpc.cidrBlock],
            },
        ],
        tags: { Name: `reports-endpoint-sg-${stack}` },
    },
);

new aws.ec2.VpcEndpoint(`reports-logs-endpoint-${stack}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${aws.config.region}.logs`,
    vpcEndpointType: "Interface",
    subnetIds: [privateA.id, privateB.id],
    securityGroupIds: [endpointSecurityGroup.id],
    privateDnsEnabled: true,
    tags: { Name: `reports-logs-endpoint-${stack}` },
});

const reports = new aws.s3.BucketV2("reports");

const group = new aws.ec2.SecurityGroup("reporter", {
    vpcId: vpc.id,
    egress: [
        {
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ["0.0.0.0/0"],
        },
    ],
});

const role = new aws.iam.Role("reporter", {
    assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "lambda.amazonaws.com" },
                Action: "sts:AssumeRole",
            },
        ],
    }),
});
new aws.iam.RolePolicyAttachment("reporter", {
    role: role.name,
    policyArn:
        "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
});
new aws.iam.RolePolicy("reporter", {
    role: role.id,
    policy: reports.arn.apply((arn) =>
        JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["s3:GetObject", "s3:PutObject"],
                    Resource: `${arn}/*`,
                },
                {
                    Effect: "Allow",
                    Action: ["logs:StartQuery", "logs:GetQueryResults"],
                    Resource: "*",
                },
            ],
        }),
    ),
});

const reporter = new aws.lambda.Function("reporter", {
    role: role.arn,
    runtime: "nodejs20.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({}),
    vpcConfig: {
        subnetIds: [privateA.id, privateB.id],
        securityGroupIds: [group.id],
    },
});

export const functionName = reporter.name;
