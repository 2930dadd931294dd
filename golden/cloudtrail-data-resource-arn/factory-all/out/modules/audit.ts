import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const ALL_FUNCTIONS = "arn:aws:lambda";

export interface AuditResult {
    trails: aws.cloudtrail.Trail[];
}

export function createAudit(
    environment: string,
    bucketName: pulumi.Output<string>,
    provider: aws.Provider
): AuditResult {
    const current = aws.getPartitionOutput({}, { provider });
    const trails: aws.cloudtrail.Trail[] = [];

    // Everything that happens in buckets and functions
    trails.push(new aws.cloudtrail.Trail(`data-${environment}`, {
        s3BucketName: bucketName,
        enableLogFileValidation: true,
        eventSelectors: [{
            readWriteType: "WriteOnly",
            includeManagementEvents: false,
            dataResources: [
                { type: "AWS::S3::Object", values: ["arn:aws:s3"] },
                { type: "AWS::Lambda::Function", values: [ALL_FUNCTIONS] },
            ],
        }],
    }, { provider }));

    ["eu", "us"].forEach((area) => {
        trails.push(new aws.cloudtrail.Trail(`objects-${area}-${environment}`, {
            s3BucketName: bucketName,
            s3KeyPrefix: area,
            enableLogFileValidation: true,
            eventSelectors: [{
                readWriteType: "ReadOnly",
                dataResources: [{
                    type: "AWS::S3::Object",
                    // the partition is another one in GovCloud
                    values: [pulumi.interpolate`arn:${current.partition}:s3`]
                }]
            }]
        }, { provider }));
    });

    return { trails };
}
