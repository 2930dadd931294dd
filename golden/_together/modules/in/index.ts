import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createVpc } from "./modules/vpc";
import { createSecurity } from "./modules/security";
import { createInstance } from "./modules/compute";

// Get configuration values
const config = new pulumi.Config();
const environment = config.require("environment");
const instanceType = config.get("instanceType") || "t3.micro";
const sshCidr = config.get("sshCidr") || "10.0.0.0/8";

// Create AWS provider
const provider = new aws.Provider("aws-provider", {
    region: "us-east-1",
});

// Create the network
const network = createVpc(environment, provider);

// Create security group, key and trail
const security = createSecurity(environment, network.vpc.id, sshCidr, provider);

// Create the web server
const server = createInstance(
    environment,
    instanceType,
    network.publicSubnets[0].id,
    security.securityGroup.id,
    security.volumeKey.arn,
    provider,
);

// Export outputs
export const vpcId = network.vpc.id;
export const privateSubnetIds = network.privateSubnets.map(s => s.id);
export const securityGroupId = security.securityGroup.id;
export const trailName = security.trail.name;
export const instanceId = server.id;
export const publicIp = server.publicIp;
