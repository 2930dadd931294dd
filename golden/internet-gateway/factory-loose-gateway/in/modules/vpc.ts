import * as aws from "@pulumi/aws";

export function createNetwork(environment: string, provider: aws.Provider) {
    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        tags: { Name: `vpc-${environment}` },
    }, { provider });

    // Create Internet Gateway
    const igw = new aws.ec2.InternetGateway(`igw-${environment}`, {
        tags: { Name: `igw-${environment}` },
    }, { provider });

    // Create public subnets
    const publicSubnets = ["eu-west-1a", "eu-west-1b"].map((zone, index) =>
        new aws.ec2.Subnet(`public-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone: zone,
            mapPublicIpOnLaunch: true,
            tags: { Name: `public-subnet-${index + 1}-${environment}` },
        }, { provider }),
    );

    // Create public route table
    const publicRouteTable = new aws.ec2.RouteTable(`public-rt-${environment}`, {
        vpcId: vpc.id,
        tags: { Name: `public-rt-${environment}` },
    }, { provider });

    new aws.ec2.Route(`public-route-${environment}`, {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: igw.id,
    }, { provider });

    publicSubnets.forEach((subnet, index) => {
        new aws.ec2.RouteTableAssociation(`public-rta-${index + 1}-${environment}`, {
            subnetId: subnet.id,
            routeTableId: publicRouteTable.id,
        }, { provider });
    });

    return { vpc, publicSubnets };
}
