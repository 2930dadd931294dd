import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stack = pulumi.getStack();
const ROTATE = false;

// Filled below, and under a condition
const ledgerKeyArgs: aws.kms.KeyArgs = {
    description: "Encrypts the ledger",
};
ledgerKeyArgs.deletionWindowInDays = stack === "prod" ? 30 : 7;
if (config.getBoolean("replicated")) {
    ledgerKeyArgs.multiRegion = true;
}
const ledgerKey = new aws.kms.Key(`ledger-${stack}`, ledgerKeyArgs);

// Rotated, although not at first sight
const journalKeyArgs: aws.kms.KeyArgs = {
    description: "Encrypts the journal",
};
journalKeyArgs.enableKeyRotation = true;
const journalKey = new aws.kms.Key(`journal-${stack}`, journalKeyArgs);

const rotated = { enableKeyRotation: true, rotationPeriodInDays: 365 };
const archiveKey = new aws.kms.Key(`archive-${stack}`, {
    description: "Encrypts the archive",
    ...rotated,
});

const reportKey = new aws.kms.Key(`reports-${stack}`, {
    ...rotated,
    description: "Encrypts reports",
    enableKeyRotation: false,
});

const exportKey = new aws.kms.Key(`exports-${stack}`, {
    description: "Encrypts what leaves the house",
    enableKeyRotation: ROTATE,
    tags: { Name: `exports-${stack}` },
});

// The owner of the stack decides
const partnerKey = new aws.kms.Key(`partner-${stack}`, {
    description: "Shared with the partner",
    enableKeyRotation: config.getBoolean("rotatePartnerKey"),
});

const internal = [ledgerKey, journalKey, archiveKey, reportKey];
const external = [exportKey, partnerKey];
export const keyIds = [...internal, ...external].map((key) => key.keyId);
