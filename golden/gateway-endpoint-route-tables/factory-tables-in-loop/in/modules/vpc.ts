import * as aws from "@pulumi/aws";

export interface NetworkResult {
    vpc: aws.ec2.Vpc;
    publicSubnets: aws.ec2.Subnet[];
    privateSubnets: aws.ec2.Subnet[];
}

export function createNetwork(environment: string, provider: aws.Provider): NetworkResult {
    const availabilityZones = ["eu-west-1a", "eu-west-1b"];

    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: `vpc-${environment}` },
    }, { provider });

    // Create Internet Gateway
    const igw = new aws.ec2.InternetGateway(`igw-${environment}`, {
        vpcId: vpc.id,
        tags: { Name: `igw-${environment}` },
    }, { provider });

    // Create public and private subnets
    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    availabilityZones.forEach((az, index) => {
        publicSubnets.push(new aws.ec2.Subnet(`public-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags: { Name: `public-subnet-${index + 1}-${environment}`, Type: "public" },
        }, { provider }));
        privateSubnets.push(new aws.ec2.Subnet(`private-subnet-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 10}.0/24`,
            availabilityZone: az,
            tags: { Name: `private-subnet-${index + 1}-${environment}`, Type: "private" },
        }, { provider }));
    });

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

    // Create one NAT gateway and one private route table in each zone
    privateSubnets.forEach((subnet, index) => {
        const eip = new aws.ec2.Eip(`nat-eip-${index + 1}-${environment}`, {
            domain: "vpc",
        }, { provider });

        const natGateway = new aws.ec2.NatGateway(`nat-${index + 1}-${environment}`, {
            allocationId: eip.id,
            subnetId: publicSubnets[index].id,
        }, { provider, dependsOn: [igw] });

        const privateRouteTable = new aws.ec2.RouteTable(`private-rt-${index + 1}-${environment}`, {
            vpcId: vpc.id,
            tags: { Name: `private-rt-${index + 1}-${environment}` },
        }, { provider });

        new aws.ec2.Route(`private-route-${index + 1}-${environment}`, {
            routeTableId: privateRouteTable.id,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: natGateway.id,
        }, { provider });

        new aws.ec2.RouteTableAssociation(`private-rta-${index + 1}-${environment}`, {
            subnetId: subnet.id,
            routeTableId: privateRouteTable.id,
        }, { provider });
    });

    // S3 is reached without the NAT gateways
    new aws.ec2.VpcEndpoint(`s3-endpoint-${environment}`, {
        vpcId: vpc.id,
        serviceName: "com.amazonaws.eu-west-1.s3",
        vpcEndpointType: "Gateway",
        routeTableIds: privateSubnets.map((s) => s.id),
        tags: { Name: `s3-endpoint-${environment}` },
    }, { provider });

    return { vpc, publicSubnets, privateSubnets };
}
