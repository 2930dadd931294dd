import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createVpc } from "./modules/vpc";

const environment = new pulumi.Config().get("environment") || "staging";

const provider = new aws.Provider("main", { region: "eu-west-1" });

const { vpc, subnetIds } = createVpc(environment, provider);

export const vpcId = vpc.id;
export const ids = subnetIds;
