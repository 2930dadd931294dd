import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createCompute } from "./modules/compute";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";

const provider = new aws.Provider("aws-provider", { region: "us-east-1" });

const compute = createCompute(environment, config.requireObject<string[]>("subnetIds"), provider);

export const instanceIds = compute.instances.map(i => i.id);
