import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export function createSecurity(
    environment: string,
    vpcId: pulumi.Output<string>,
    sshCidr: string,
    provider: aws.Provider,
) {
    // Create security group
    const securityGroup = new aws.ec2.SecurityGroup(`web-sg-${environment}`, {
        vpcId: vpcId,
        description: "Security group for the web server",
        ingress: [
            {
                description: "HTTPS",
                fromPort: 443,
                toPort: 443,
                protocol: "tcp",
                cidrBlocks: ["0.0.0.0/0"],
            },
            {
                description: "SSH from the office",
                fromPort: 22,
                toPort: 22,
                protocol: "tcp",
                cidrBlocks: [sshCidr],
            },
        ],
        egress: [{
            description: "HTTPS",
            fromPort: 443,
            toPort: 443,
            protocol: "tcp",
            cidrBlocks: ["0.0.0.0/0"],
        }],
        tags: {
            Name: `web-sg-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create the key that encrypts volumes
    const volumeKey = new aws.kms.Key(`volume-key-${environment}`, {
        description: "Encrypts the volumes of the web server",
        deletionWindowInDays: 10,
        tags: {
            Name: `volume-key-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create the bucket of the trail
    const trailBucket = new aws.s3.BucketV2(`trail-${environment}`, {
        forceDestroy: true,
        tags: {
            Name: `trail-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    const trailBucketPolicy = new aws.s3.BucketPolicy(`trail-policy-${environment}`, {
        bucket: trailBucket.id,
        policy: trailBucket.arn.apply(arn => JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "s3:GetBucketAcl",
                    Resource: arn,
                },
                {
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: `${arn}/*`,
                    Condition: {
                        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
                    },
                },
            ],
        })),
    }, { provider });

    // Create the trail
    const trail = new aws.cloudtrail.Trail(`trail-${environment}`, {
        s3BucketName: trailBucket.bucket,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        eventSelectors: [{
            readWriteType: "All",
            includeManagementEvents: true,
            dataResources: [{
                type: "AWS::S3::Object",
                values: ["arn:aws:s3:::*/"],
            }],
        }],
        tags: {
            Name: `trail-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider, dependsOn: [trailBucketPolicy] });

    return { securityGroup, volumeKey, trail };
}
