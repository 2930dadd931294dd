import * as aws from "@pulumi/aws";
import { createNetwork } from "./modules/network";
import { createEndpoints } from "./modules/endpoints";

const provider = new aws.Provider("main", { region: "eu-central-1" });

const network = createNetwork("warehouse", provider);

createEndpoints({
    name: "warehouse",
    region: "eu-central-1",
    vpc: network.vpc,
    tableIds: [network.table.id],
}, provider);
