import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createInstance } from "./modules/compute";
import { createFleet } from "./modules/fleet";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";

const provider = new aws.Provider("aws-provider", { region: "us-east-1" });

const instance = createInstance(environment, config.require("subnetId"), provider);
const fleet = createFleet(environment, provider);

export const instanceId = instance.id;
export const templateId = fleet.template.id;
