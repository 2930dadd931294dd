import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createVpc } from "./modules/vpc";
import { createWebSecurityGroup } from "./modules/security";
import { createCompute } from "./modules/compute";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";

const provider = new aws.Provider("aws-provider", { region: "us-east-1" });

const vpc = createVpc(environment, provider);
const webSecurityGroup = createWebSecurityGroup(environment, vpc.vpcId, "198.51.100.0/24", provider);
const compute = createCompute(environment, vpc.publicSubnetIds, webSecurityGroup.id, provider);

export const vpcId = vpc.vpcId;
export const instanceIds = compute.instances.map(i => i.id);
