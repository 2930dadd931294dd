import * as aws from "@pulumi/aws";
import { createNetwork } from "./modules/network";

const london = new aws.Provider("london", { region: "eu-west-2" });

export const { vpcId, flowLogId } = createNetwork("tiles", london);
