import * as aws from "@pulumi/aws";
import { createBastionGroup, createWorkerGroup } from "./network";

const provider = new aws.Provider("eu", { region: "eu-west-1" });
const vpc = aws.ec2.getVpcOutput({ default: true }, { provider });

const bastion = createBastionGroup("jobs", vpc.id, provider);
const worker = createWorkerGroup("jobs", vpc.id, bastion.id, provider);

export const workerGroupId = worker.id;
