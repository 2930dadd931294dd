import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface HostOptions {
    subnetId: pulumi.Input<string>;
    size: number;
}

const image = aws.ec2.getAmiOutput({
    mostRecent: true,
    owners: ["amazon"],
    filters: [{ name: "name", values: ["al2023-ami-2023.*-arm64"] }],
});

/** The till: every caller says how large its disk is. */
export function createTill(shop: string, subnetId: string, rootSize: number) {
    return new aws.ec2.Instance(`till-${shop}`, {
        ami: image.id,
        instanceType: "t4g.small",
        subnetId,
        metadataOptions: { httpTokens: "required" },
        rootBlockDevice: { volumeSize: rootSize, encrypted: true },
    });
}

/** A host from a list that is read at run time. */
export function createHost(shop: string, options: HostOptions) {
    return new aws.ec2.Instance(`host-${shop}`, {
        ami: image.id,
        instanceType: "t4g.medium",
        subnetId: options.subnetId,
        metadataOptions: { httpTokens: "required" },
        rootBlockDevice: { volumeSize: options.size, encrypted: true },
    });
}
