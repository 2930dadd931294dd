import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createAudit } from "./modules/audit";

const config = new pulumi.Config();
const environment = config.require("environment");

const provider = new aws.Provider("audit", { region: "eu-west-1" });

const bucket = aws.s3.Bucket.get("logs", config.require("logBucket"), {}, { provider });
const audit = createAudit(environment, bucket.bucket, provider);

export const trailArns = audit.trails.map((trail) => trail.arn);
