import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface EncryptionKeys {
    storageKey: aws.kms.Key;
    zoneKeys: { [zone: string]: aws.kms.Key };
}

const zones = ["raw", "curated", "published"];

export function createKeys(environment: string, provider: aws.Provider): EncryptionKeys {
    const storageKey = new aws.kms.Key(`storage-key-${environment}`, {
        description: "Encrypts everything that is not in a zone",
        deletionWindowInDays: 30,
        tags: {
            Name: `storage-key-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    const zoneKeys: { [zone: string]: aws.kms.Key } = {};
    for (const zone of zones) {
        zoneKeys[zone] = new aws.kms.Key(`${zone}-key-${environment}`, {
            description: `Encrypts the ${zone} zone`,
            multiRegion: zone === "published",
            rotationPeriodInDays: 180
        }, { provider });

        new aws.kms.Alias(`${zone}-alias-${environment}`, {
            name: `alias/${environment}/${zone}`,
            targetKeyId: zoneKeys[zone].keyId,
        }, { provider });
    }

    return { storageKey, zoneKeys };
}
