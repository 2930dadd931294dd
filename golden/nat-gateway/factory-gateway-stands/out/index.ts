import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createNetwork } from "./modules/vpc";

const environment = new pulumi.Config().get("environment") || "staging";

const provider = new aws.Provider("main", { region: "eu-west-1" });

const network = createNetwork(environment, provider);

export const vpcId = network.vpc.id;
export const subnetIds = network.privateSubnets.map((subnet) => subnet.id);
