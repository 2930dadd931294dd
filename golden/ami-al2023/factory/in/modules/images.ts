import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const AMAZON_LINUX = "amzn2-ami-hvm-2.0.*-x86_64-gp2";

/** Newest Amazon Linux image. */
export function amazonLinux(provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [
            { name: "name", values: [AMAZON_LINUX] },
            { name: "block-device-mapping.volume-type", values: ["gp2"] },
            { name: "state", values: ["available"] },
        ],
    }, { provider }).id;
}

export function amazonLinuxFor(architecture: string, provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [{ name: "name", values: [`amzn2-ami-hvm-*-${architecture}-gp2`] }],
    }, { provider }).id;
}

export function amazonLinuxByExpression(provider: aws.Provider): pulumi.Output<string> {
    return aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        nameRegex: "^amzn2-ami-hvm-2\\.0\\.\\d+\\.\\d+-x86_64-gp2$",
    }, { provider }).id;
}
