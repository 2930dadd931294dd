import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createWorkers } from "./modules/compute";

const config = new pulumi.Config();
const provider = new aws.Provider("primary", { region: "eu-west-1" });

export const ids = createWorkers(
    config.require("environment"),
    config.requireObject<string[]>("subnetIds"),
    provider
).map(worker => worker.id);
