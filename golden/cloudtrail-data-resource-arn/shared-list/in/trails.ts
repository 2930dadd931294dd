import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface TrailSet {
    accounts: string[];
    bucketName: pulumi.Input<string>;
}

// What every account audits besides management events
const dataResources = [
    {
        type: "AWS::S3::Object",
        values: ["arn:aws:s3:::*/"]
    }
];

export function createTrails(set: TrailSet): aws.cloudtrail.Trail[] {
    const trails: aws.cloudtrail.Trail[] = [];
    for (const account of set.accounts) {
        trails.push(
            new aws.cloudtrail.Trail(`trail-${account}`, {
                name: `audit-${account}`,
                s3BucketName: set.bucketName,
                s3KeyPrefix: account,
                enableLogFileValidation: true,
                eventSelectors: [
                    {
                        readWriteType: "All",
                        includeManagementEvents: true,
                        dataResources
                    }
                ]
            })
        );
    }
    return trails;
}
