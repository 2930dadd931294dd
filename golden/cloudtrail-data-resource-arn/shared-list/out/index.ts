import * as pulumi from "@pulumi/pulumi";
import { createTrails } from "./trails";

const config = new pulumi.Config();

const trails = createTrails({
    accounts: ["shop", "media", "finance"],
    bucketName: config.require("logBucket")
});

export const trailNames = trails.map(trail => trail.name);
