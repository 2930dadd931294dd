import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createKeys } from "./modules/encryption";
import { createTopics } from "./modules/storage";

const config = new pulumi.Config();
const environment = config.require("environment");

const provider = new aws.Provider("lake", { region: "eu-central-1" });
const replicaProvider = new aws.Provider("lake-replica", { region: "eu-west-1" });

const keys = createKeys(environment, provider);
const topics = createTopics(environment, keys, provider);

// No rotation of its own: a replica follows its primary
const replica = new aws.kms.ReplicaKey(`published-replica-${environment}`, {
    primaryKeyArn: keys.zoneKeys["published"].arn,
    description: "Replica of the published zone's key",
}, { provider: replicaProvider });

export const storageKeyArn = keys.storageKey.arn;
export const replicaArn = replica.arn;
export const topicArns = topics.map(topic => topic.arn);
