import * as aws from "@pulumi/aws";

export function createNetwork(environment: string, provider: aws.Provider) {
    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        tags: { Name: `vpc-${environment}` },
    }, { provider });

    // Create Internet Gateway
    const igw = new aws.ec2.InternetGateway(`igw-${environment}`, {
        vpcId: vpc.id,
        tags: { Name: `igw-${environment}` },
    }, { provider });

    const zones = ["eu-west-1a", "eu-west-1b"];

    // Create public subnets
    const publicSubnets = zones.map((zone, index) =>
        new aws.ec2.Subnet(`public-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone: zone,
            mapPublicIpOnLaunch: true,
            tags: { Name: `public-subnet-${index + 1}-${environment}` },
        }, { provider }),
    );

    // Create private subnets
    const privateSubnets = zones.map((zone, index) =>
        new aws.ec2.Subnet(`private-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 10}.0/24`,
            availabilityZone: zone,
            tags: { Name: `private-subnet-${index + 1}-${environment}` },
        }, { provider }),
    );

    // Create public route table
    const publicRouteTable = new aws.ec2.RouteTable(`public-rt-${environment}`, {
        vpcId: vpc.id,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
        tags: { Name: `public-rt-${environment}` },
    }, { provider });

    publicSubnets.forEach((subnet, index) => {
        new aws.ec2.RouteTableAssociation(`public-rta-${index + 1}-${environment}`, {
            subnetId: subnet.id,
            routeTableId: publicRouteTable.id,
        }, { provider });
    });

    // Create NAT Gateway
    const natEip = new aws.ec2.Eip(`nat-eip-${environment}`, {
        domain: "vpc",
    }, { provider });

    new aws.ec2.NatGateway(`nat-${environment}`, {
        allocationId: natEip.id,
        subnetId: publicSubnets[0].id,
        tags: { Name: `nat-${environment}` },
    }, { provider, dependsOn: [igw] });

    // Create private route table
    const privateRouteTable = new aws.ec2.RouteTable(`private-rt-${environment}`, {
        vpcId: vpc.id,
        tags: { Name: `private-rt-${environment}` },
    }, { provider });

    privateSubnets.forEach((subnet, index) => {
        new aws.ec2.RouteTableAssociation(`private-rta-${index + 1}-${environment}`, {
            subnetId: subnet.id,
            routeTableId: privateRouteTable.id,
        }, { provider });
    });

    return { vpc, publicSubnets, privateSubnets };
}
