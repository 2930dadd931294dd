import * as aws from "@pulumi/aws";

const provider = new aws.Provider("eu", { region: "eu-west-1" });
const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" }, { provider });

const privateSubnetA = new aws.ec2.Subnet(
    "private-a",
    { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", availabilityZone: "eu-west-1a" },
    { provider },
);
const privateSubnetB = new aws.ec2.Subnet(
    "private-b",
    { vpcId: vpc.id, cidrBlock: "10.0.2.0/24", availabilityZone: "eu-west-1b" },
    { provider },
);

const privateRouteTableA = new aws.ec2.RouteTable(
    "private-a",
    { vpcId: vpc.id, tags: { Name: "private-a" } },
    { provider },
);
new aws.ec2.RouteTable(
    "private-b",
    { vpcId: vpc.id, tags: { Name: "private-b" } },
    { provider },
);

new aws.ec2.RouteTableAssociation(
    "private-a",
    { subnetId: privateSubnetA.id, routeTableId: privateRouteTableA.id },
    { provider },
);

export const subnetIds = [privateSubnetA.id, privateSubnetB.id];
