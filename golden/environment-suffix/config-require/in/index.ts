import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createVpc } from "./modules/vpc";
import { createSecurityGroup } from "./modules/security";
import { createInstance } from "./modules/compute";

// Get configuration
const config = new pulumi.Config();
const environment = config.require("environment");
const instanceType = config.get("instanceType") || "t3.micro";
const sshCidr = config.require("sshCidr");

// AWS provider for the region
const provider = new aws.Provider("aws-provider", {
    region: "us-east-1",
});

const network = createVpc(environment, provider);
const securityGroup = createSecurityGroup(network.vpc.id, sshCidr, environment, provider);
const instance = createInstance(network.subnet.id, securityGroup.id, instanceType, environment, provider);

export const vpcId = network.vpc.id;
export const instanceId = instance.id;
