import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const AMAZON_LINUX = "al2023-ami-2023.*-x86_64";

/** Newest Amazon Linux image. */
export function amazonLinux(provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [
            { name: "name", values: [AMAZON_LINUX] },
            { name: "block-device-mapping.volume-type", values: ["gp3"] },
            { name: "state", values: ["available"] },
        ],
    }, { provider }).id;
}

export function amazonLinuxFor(architecture: string, provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [{ name: "name", values: [`al2023-ami-2023.*-${architecture}`] }],
    }, { provider }).id;
}

export function amazonLinuxByExpression(provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        nameRegex: "^al2023-ami-2023\\..*-x86_64$",
    }, { provider }).id;
}
