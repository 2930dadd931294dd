import { ec2 } from "@pulumi/aws";

export enum Tokens {
    Required = "required",
    Optional = "optional",
}

/** The house rule for metadata. */
export const imdsv2 = {
    httpEndpoint: "enabled",
    httpTokens: Tokens.Required,
};

export const hardened: Partial<ec2.InstanceArgs> = {
    monitoring: true,
    metadataOptions: imdsv2,
};
