import * as aws from "@pulumi/aws";
import { watchVpc } from "./modules/flow-logs";

const regions: aws.Region[] = ["eu-west-1", "eu-central-1"];

export const vpcIds = regions.map((region) => {
    const provider = new aws.Provider(`provider-${region}`, { region });
    const vpc = new aws.ec2.Vpc(`tiles-vpc-${region}`, { cidrBlock: "10.0.0.0/16" }, { provider });
    watchVpc(vpc, region, provider);
    return vpc.id;
});
