import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createVpc } from "./modules/vpc";
import { createWebSecurityGroup } from "./modules/security";
import { createInstances } from "./modules/compute";

const config = new pulumi.Config();
const environment = config.require("environment");

const provider = new aws.Provider("aws-provider", { region: "us-east-1" });

const commonTags = {
    Environment: environment,
    ManagedBy: "Pulumi",
};

const vpc = createVpc(environment, provider);
const webSecurityGroup = createWebSecurityGroup(environment, vpc.vpcId, config.require("officeCidr"), provider);
const compute = createInstances(environment, vpc.publicSubnetIds, webSecurityGroup.id, commonTags, provider);

export const vpcId = vpc.vpcId;
export const instanceIds = compute.instanceIds;
export const publicIps = compute.publicIps;
