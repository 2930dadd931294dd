import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createInfrastructure } from "./lib/infrastructure";

const config = new pulumi.Config();
const environment = config.get("environment") || "dev";

const provider = new aws.Provider("aws-provider", { region: "ap-south-1" });

createInfrastructure(environment, provider);
