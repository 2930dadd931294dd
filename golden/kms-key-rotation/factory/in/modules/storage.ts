import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { EncryptionKeys } from "./encryption";

export function createTopics(environment: string, keys: EncryptionKeys, provider: aws.Provider) {
    return Object.keys(keys.zoneKeys).map(zone => new aws.sns.Topic(`${zone}-arrivals-${environment}`, {
        kmsMasterKeyId: keys.zoneKeys[zone].id,
    }, { provider }));
}
