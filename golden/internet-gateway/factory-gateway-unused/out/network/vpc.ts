import * as aws from "@pulumi/aws";

export function createVpc(name: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock: "10.3.0.0/16", tags: { Name: `${name}-vpc` } },
        { provider },
    );

    const internetGateway = new aws.ec2.InternetGateway(
        `${name}-igw`,
        { vpcId: vpc.id, tags: { Name: `${name}-igw` } },
        { provider },
    );

    const subnets: aws.ec2.Subnet[] = [];
    for (const zone of ["a", "b", "c"]) {
        const subnet = new aws.ec2.Subnet(
            `${name}-public-subnet-${zone}`,
            {
                vpcId: vpc.id,
                cidrBlock: `10.3.${subnets.length}.0/24`,
                availabilityZone: `eu-central-1${zone}`,
                tags: { Name: `${name}-public-subnet-${zone}` },
            },
            { provider },
        );
        subnets.push(subnet);
    }

    const publicRouteTable = new aws.ec2.RouteTable(
        `${name}-public-rt`,
        {
            vpcId: vpc.id,
            tags: { Name: `${name}-public-rt` },
        },
        { provider },
    );

    new aws.ec2.Route(
        `${name}-public-route`,
        {
            routeTableId: publicRouteTable.id,
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: internetGateway.id,
        },
        { provider },
    );

    subnets.forEach((subnet, i) => {
        new aws.ec2.RouteTableAssociation(
            `${name}-public-rta-${i}`,
            {
                subnetId: subnet.id,
                routeTableId: publicRouteTable.id,
            },
            { provider },
        );
    });

    return { vpcId: vpc.id, subnetIds: subnets.map((subnet) => subnet.id) };
}
