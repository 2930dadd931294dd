import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { attachEndpoint } from "./modules/routing";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";
const provider = new aws.Provider("aws", { region: "ap-southeast-2" });

const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
    cidrBlock: "10.0.0.0/16",
}, { provider });

const privateRouteTable = new aws.ec2.RouteTable(`private-rt-${environment}`, {
    vpcId: vpc.id,
}, { provider });

const privateSubnet = new aws.ec2.Subnet(`private-${environment}`, {
    vpcId: vpc.id,
    cidrBlock: "10.0.1.0/24",
}, { provider });

new aws.ec2.RouteTableAssociation(`private-${environment}`, {
    subnetId: privateSubnet.id,
    routeTableId: privateRouteTable.id,
}, { provider });

// The tables are attached one by one
const s3Endpoint = new aws.ec2.VpcEndpoint(`s3-${environment}`, {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.ap-southeast-2.s3",
    vpcEndpointType: "Gateway",
}, { provider });

const dynamoEndpoint = new aws.ec2.VpcEndpoint(`dynamodb-${environment}`, {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.ap-southeast-2.dynamodb",
}, { provider });

new aws.ec2.VpcEndpointRouteTableAssociation(`s3-private-${environment}`, {
    vpcEndpointId: s3Endpoint.id,
    routeTableId: privateRouteTable.id,
}, { provider });

attachEndpoint("dynamodb", dynamoEndpoint.id, [privateRouteTable], environment, provider);

export const vpcId = vpc.id;
export const endpointIds = [s3Endpoint.id, dynamoEndpoint.id];
