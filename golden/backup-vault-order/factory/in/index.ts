import * as aws from "@pulumi/aws";
import { createBackups } from "./modules/backups";

const environment = "prod";
const primary = new aws.Provider("primary", { region: aws.Region.EUWest1 });
const secondary = new aws.Provider("secondary", { region: "eu-west-3" });

export const backups = createBackups(environment, primary, secondary);
