import * as aws from "@pulumi/aws";

export interface VpcResult {
    vpc: aws.ec2.Vpc;
    publicSubnets: aws.ec2.Subnet[];
    privateSubnets: aws.ec2.Subnet[];
}

export function createVpc(environment: string, provider: aws.Provider): VpcResult {
    const identity = aws.getCallerIdentityOutput({}, { provider });

    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: {
            Name: `vpc-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create Internet Gateway
    const internetGateway = new aws.ec2.InternetGateway(`igw-${environment}`, {
        vpcId: vpc.id,
        tags: {
            Name: `igw-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create public route table
    const publicRouteTable = new aws.ec2.RouteTable(`public-rt-${environment}`, {
        vpcId: vpc.id,
        routes: [{
            cidrBlock: "0.0.0.0/0",
            gatewayId: internetGateway.id,
        }],
        tags: {
            Name: `public-rt-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    const privateRouteTables: aws.ec2.RouteTable[] = [];

    ["us-east-1a", "us-east-1b"].forEach((az, index) => {
        // Create public subnet
        const publicSubnet = new aws.ec2.Subnet(`public-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags: {
                Name: `public-subnet-${index + 1}-${environment}`,
                Environment: environment,
                ManagedBy: "Pulumi",
            },
        }, { provider });
        publicSubnets.push(publicSubnet);

        new aws.ec2.RouteTableAssociation(`public-rta-${index + 1}-${environment}`, {
            subnetId: publicSubnet.id,
            routeTableId: publicRouteTable.id,
        }, { provider });

        // Create private subnet, with a route table of its own
        const privateSubnet = new aws.ec2.Subnet(`private-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 10}.0/24`,
            availabilityZone: az,
            tags: {
                Name: `private-subnet-${index + 1}-${environment}`,
                Environment: environment,
                ManagedBy: "Pulumi",
            },
        }, { provider });
        privateSubnets.push(privateSubnet);

        const privateRouteTable = new aws.ec2.RouteTable(`private-rt-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            tags: {
                Name: `private-rt-${index + 1}-${environment}`,
                Environment: environment,
                ManagedBy: "Pulumi",
            },
        }, { provider });
        privateRouteTables.push(privateRouteTable);

        new aws.ec2.RouteTableAssociation(`private-rta-${index + 1}-${environment}`, {
            subnetId: privateSubnet.id,
            routeTableId: privateRouteTable.id,
        }, { provider });
    });

    // Create S3 endpoint
    new aws.ec2.VpcEndpoint(`s3-endpoint-${environment}`, {
        vpcId: vpc.id,
        serviceName: "com.amazonaws.us-east-1.s3",
        vpcEndpointType: "Gateway",
        routeTableIds: [publicRouteTable.id, ...privateRouteTables.map(table => table.id)],
        policy: identity.accountId.apply(accountId =>
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
                        Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
                    },
                    {
                        Sid: "AmazonLinuxRepositories",
                        Effect: "Allow",
                        Principal: "*",
                        Action: "s3:GetObject",
                        Resource: [
                            "arn:aws:s3:::amazonlinux-2-repos-us-east-1/*",
                            "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*",
                        ],
                    },
                ],
            }),
        ),
        tags: {
            Name: `s3-endpoint-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    return { vpc, publicSubnets, privateSubnets };
}
