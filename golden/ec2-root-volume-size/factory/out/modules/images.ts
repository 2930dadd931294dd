import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

/** Newest Amazon Linux 2 image. */
export function amazonLinux(provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [
            { name: "name", values: ["amzn2-ami-hvm-*-x86_64-gp2"] },
            { name: "state", values: ["available"] },
        ],
    }, { provider }).id;
}
