import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createCompute } from "./modules/compute";
import { createMonitoring } from "./modules/monitoring";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";

const provider = new aws.Provider("aws-provider", { region: "us-east-1" });

const compute = createCompute(environment, config.require("subnetId"), provider);
createMonitoring(environment, compute, provider);

export const instanceId = compute.instance.id;
