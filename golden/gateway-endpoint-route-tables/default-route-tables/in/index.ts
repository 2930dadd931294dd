import * as pulumi from "@pulumi/pulumi";
import { ec2 as net, s3 } from "@pulumi/aws";

const stackName = pulumi.getStack();

// The edge network routes with the table that came with it
const edgeVpc = new net.Vpc(`edge-vpc-${stackName}`, {
    cidrBlock: "10.64.0.0/16",
    tags: { Name: `edge-vpc-${stackName}` },
});

const edgeGateway = new net.InternetGateway(`edge-igw-${stackName}`, {
    vpcId: edgeVpc.id,
    tags: { Name: `edge-igw-${stackName}` },
});

const edgeDefaultTable = new net.DefaultRouteTable(`edge-rt-${stackName}`, {
    defaultRouteTableId: edgeVpc.defaultRouteTableId,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: edgeGateway.id }],
    tags: { Name: `edge-rt-${stackName}` },
});

const edgeSubnets = ["10.64.1.0/24", "10.64.2.0/24"].map(
    (cidrBlock, index) =>
        new net.Subnet(`edge-subnet-${index + 1}-${stackName}`, {
            vpcId: edgeVpc.id,
            cidrBlock,
            tags: { Name: `edge-subnet-${index + 1}-${stackName}` },
        }),
);

new net.VpcEndpoint(`edge-s3-${stackName}`, {
    vpcId: edgeVpc.id,
    serviceName: "com.amazonaws.sa-east-1.s3",
    vpcEndpointType: "Gateway",
    routeTableIds: edgeSubnets.map((subnet) => subnet.id),
    tags: { Name: `edge-s3-${stackName}` },
});

// The core network has a main table of ours
const coreVpc = new net.Vpc(`core-vpc-${stackName}`, {
    cidrBlock: "10.65.0.0/16",
    tags: { Name: `core-vpc-${stackName}` },
});

const coreTable = new net.RouteTable(`core-rt-${stackName}`, {
    vpcId: coreVpc.id,
    tags: { Name: `core-rt-${stackName}` },
});

new net.MainRouteTableAssociation(`core-main-${stackName}`, {
    vpcId: coreVpc.id,
    routeTableId: coreTable.id,
});

const coreSubnet = new net.Subnet(`core-subnet-${stackName}`, {
    vpcId: coreVpc.id,
    cidrBlock: "10.65.1.0/24",
    tags: { Name: `core-subnet-${stackName}` },
});

const coreEndpoint = new net.VpcEndpoint(`core-s3-${stackName}`, {
    vpcId: coreVpc.id,
    serviceName: "com.amazonaws.sa-east-1.s3",
    routeTableIds: [coreSubnet.id],
    tags: { Name: `core-s3-${stackName}` },
});

const journal = new s3.BucketV2(`journal-${stackName}`, {
    tags: { Name: `journal-${stackName}` },
});

export const edgeRouteTableId = edgeDefaultTable.id;
export const edgeSubnetIds = edgeSubnets.map((subnet) => subnet.id);
export const coreSubnetIds = [coreSubnet.id];
export const coreEndpointId = coreEndpoint.id;
export const journalBucket = journal.bucket;
