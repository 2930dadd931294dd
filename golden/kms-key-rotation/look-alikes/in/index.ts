import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Key, kms } from "./licence";

interface Simulator {
    kms: { Key: new (name: string, args: object) => { name: string } };
}

// What the dry run of the price list uses in place of the real thing
function simulate(aws: Simulator, products: string[]): string[] {
    return products.map(
        (product) => new aws.kms.Key(product, { description: product }).name,
    );
}

const simulator: Simulator = {
    kms: {
        Key: class {
            constructor(
                readonly name: string,
                readonly args: object,
            ) {}
        },
    },
};

const licences = [new Key("editor"), new kms.Key("viewer", { seats: 20 })];
const simulated = simulate(simulator, ["editor", "viewer"]);

const table = new aws.dynamodb.Table("licences", {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
    serverSideEncryption: { enabled: true },
});

const keyPair = new aws.ec2.KeyPair("support", {
    publicKey: new pulumi.Config().require("supportKey"),
});

const usagePlanKey = new aws.apigateway.ApiKey("licences", {
    description: "Checks licences",
});

export const products = licences.map((licence) => licence.product);
export const names = simulated;
export const ids = [table.id, keyPair.id, usagePlanKey.id];
