import * as aws from "@pulumi/aws";
import { RegionalStack } from "./lib/regionalStack";

const primaryProvider = new aws.Provider("primary", { region: "us-east-1" });
const standbyProvider = new aws.Provider("standby", { region: "us-west-2" });

const primary = new RegionalStack(
    "primary",
    { role: "primary" },
    { provider: primaryProvider },
);

const standby = new RegionalStack("standby", {}, { provider: standbyProvider });

export const primaryTopicArn = primary.topicArn;
export const standbyTopicArn = standby.topicArn;
