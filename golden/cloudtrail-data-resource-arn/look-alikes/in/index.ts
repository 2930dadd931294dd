import * as aws from "@pulumi/aws";
import { Trail } from "./trail";

// In IAM these are right
const reader = new aws.iam.Policy("reader", {
    policy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["s3:GetObject"],
                Resource: ["arn:aws:s3:::*/*"],
            },
            {
                Effect: "Allow",
                Action: ["lambda:InvokeFunction"],
                Resource: ["arn:aws:lambda:*:*:function:report-*"],
            },
        ],
    },
});

// What not to write, for the handbook
const example = new Trail("wrong", {
    eventSelectors: [
        {
            includeManagementEvents: false,
            dataResources: [
                { type: "AWS::S3::Object", values: ["arn:aws:s3:::*/"] },
            ],
        },
    ],
});

const store = new aws.cloudtrail.EventDataStore("store", {
    retentionPeriod: 90,
    advancedEventSelectors: [
        {
            name: "Objects",
            fieldSelectors: [
                { field: "eventCategory", equals: ["Data"] },
                { field: "resources.type", equals: ["AWS::S3::Object"] },
                { field: "resources.ARN", startsWiths: ["arn:aws:s3:::*"] },
            ],
        },
    ],
});

export const policyArn = reader.arn;
export const exampleName = example.name;
export const storeArn = store.arn;
