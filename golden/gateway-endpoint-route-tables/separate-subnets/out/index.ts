import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const stack = pulumi.getStack();
const baseTags = { Project: "ledger", Stack: stack };

const vpc = new aws.ec2.Vpc(`ledger-vpc-${stack}`, {
    cidrBlock: "10.12.0.0/16",
    enableDnsHostnames: true,
    tags: { ...baseTags, Name: `ledger-vpc-${stack}` },
});

const dataSubnetA = new aws.ec2.Subnet(`ledger-data-a-${stack}`, {
    vpcId: vpc.id,
    cidrBlock: "10.12.1.0/24",
    availabilityZone: "eu-central-1a",
    tags: { ...baseTags, Name: `ledger-data-a-${stack}` },
});

const dataSubnetB = new aws.ec2.Subnet(`ledger-data-b-${stack}`, {
    vpcId: vpc.id,
    cidrBlock: "10.12.2.0/24",
    availabilityZone: "eu-central-1b",
    tags: { ...baseTags, Name: `ledger-data-b-${stack}` },
});

const clusterSg = new aws.ec2.SecurityGroup(`ledger-db-sg-${stack}`, {
    vpcId: vpc.id,
    description: "Ledger database",
    ingress: [
        {
            protocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
            cidrBlocks: ["10.12.0.0/16"],
        },
    ],
    tags: { ...baseTags, Name: `ledger-db-sg-${stack}` },
});

const subnetGroup = new aws.rds.SubnetGroup(`ledger-db-${stack}`, {
    subnetIds: [dataSubnetA.id, dataSubnetB.id],
    tags: baseTags,
});

const dataRouteTable = new aws.ec2.RouteTable(`ledger-data-rt-${stack}`, {
    vpcId: vpc.id,
    tags: { ...baseTags, Name: `ledger-data-rt-${stack}` },
});

new aws.ec2.RouteTableAssociation(`ledger-data-a-rta-${stack}`, {
    subnetId: dataSubnetA.id,
    routeTableId: dataRouteTable.id,
});

new aws.ec2.RouteTableAssociation(`ledger-data-b-rta-${stack}`, {
    subnetId: dataSubnetB.id,
    routeTableId: dataRouteTable.id,
});

const dynamoEndpoint = new aws.ec2.VpcEndpoint(`ledger-dynamo-${stack}`, {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.eu-central-1.dynamodb",
    routeTableIds: [dataRouteTable.id],
    tags: { ...baseTags, Name: `ledger-dynamo-${stack}` },
});

const journal = new aws.dynamodb.Table(`ledger-journal-${stack}`, {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "account",
    rangeKey: "entry",
    attributes: [
        { name: "account", type: "S" },
        { name: "entry", type: "S" },
    ],
    pointInTimeRecovery: { enabled: true },
    tags: baseTags,
});

export const vpcId = vpc.id;
export const journalName = journal.name;
export const dynamoEndpointId = dynamoEndpoint.id;
export const databaseSubnetGroup = subnetGroup.name;
export const databaseSecurityGroup = clusterSg.id;
