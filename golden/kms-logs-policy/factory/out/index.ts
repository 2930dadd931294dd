import * as aws from "@pulumi/aws";
import { createLogging } from "./modules/logging";

const provider = new aws.Provider("frankfurt", { region: "eu-central-1" });

const logging = createLogging("dev", provider);

export const logGroupName = logging.logGroup.name;
