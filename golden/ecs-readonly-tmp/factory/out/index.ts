import * as aws from "@pulumi/aws";
import { createTasks } from "./modules/tasks";

const provider = new aws.Provider("aws", { region: "eu-west-1" });

export const tasks = createTasks("prod", provider);
