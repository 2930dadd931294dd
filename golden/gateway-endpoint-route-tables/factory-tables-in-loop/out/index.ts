import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createNetwork } from "./modules/vpc";

const config = new pulumi.Config();
const environment = config.get("environment") || "staging";

const provider = new aws.Provider("main", {
    region: "eu-west-1",
    defaultTags: { tags: { Environment: environment, ManagedBy: "Pulumi" } },
});

const network = createNetwork(environment, provider);

export const vpcId = network.vpc.id;
export const publicSubnetIds = network.publicSubnets.map((s) => s.id);
export const privateSubnetIds = network.privateSubnets.map((s) => s.id);
