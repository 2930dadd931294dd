import * as aws from "@pulumi/aws";
import { createVpc } from "./network/vpc";

const provider = new aws.Provider("frankfurt", { region: "eu-central-1" });

export const { vpcId, subnetIds } = createVpc("edge", provider);
