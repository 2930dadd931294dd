import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { hardened, imdsv2, Tokens } from "./metadata";

const config = new pulumi.Config();
const subnetId = config.require("subnetId");
const ami = config.require("imageId");

const bench = new aws.ec2.Instance("bench", {
    ami,
    instanceType: "t3.large",
    subnetId,
    metadataOptions: imdsv2,
});

const scope = new aws.ec2.Instance("scope", {
    ami,
    instanceType: "t3.large",
    subnetId,
    ...hardened,
});

const loose = { httpTokens: Tokens.Optional, httpPutResponseHopLimit: 2 };
const printer = new aws.ec2.Instance("printer", {
    ami,
    instanceType: "t3.micro",
    subnetId,
    metadataOptions: { ...loose, ...imdsv2 },
});

const templateArgs: aws.ec2.LaunchTemplateArgs = { imageId: ami };
templateArgs.instanceType = "t3.micro";
templateArgs.metadataOptions = { httpTokens: "required" };
const template = new aws.ec2.LaunchTemplate("students", templateArgs);

const students = ["ada", "grace", "mary"].map(
    student =>
        new aws.ec2.Instance(student, {
            launchTemplate: { id: template.id, version: "$Latest" },
            subnetId,
            metadataOptions: { ["httpTokens"]: "required" },
        }),
);

interface Catalogue {
    ec2: { Instance: new (name: string, args: object) => { name: string } };
}

// Prints what would be bought; `aws` is the catalogue of the shop
function shoppingList(aws: Catalogue): string[] {
    return ["bench", "scope"].map(
        name => new aws.ec2.Instance(name, { instanceType: "t3.large" }).name,
    );
}

export const ips = [bench, scope, printer, ...students].map(i => i.privateIp);
export const list = shoppingList({
    ec2: {
        Instance: class {
            constructor(
                readonly name: string,
                readonly args: object,
            ) {}
        },
    },
});
