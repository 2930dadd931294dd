import * as aws from "@pulumi/aws";

export function createLogging(environment: string, provider: aws.Provider) {
    const identity = aws.getCallerIdentityOutput({}, { provider });
    const region = "eu-central-1";

    const key = new aws.kms.Key(`lake-logs-${environment}`, {
        description: `Logs of the data lake in ${region}`,
        enableKeyRotation: true,
        deletionWindowInDays: 10,
        policy: identity.accountId.apply((accountId) =>
            JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "Enable IAM User Permissions",
                        Effect: "Allow",
                        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
                        Action: "kms:*",
                        Resource: "*",
                    },
                    {
                        Sid: "Allow CloudWatch Logs",
                        Effect: "Allow",
                        Principal: { Service: `logs.${region}.amazonaws.com` },
                        Action: [
                            "kms:Encrypt*",
                            "kms:Decrypt*",
                            "kms:ReEncrypt*",
                            "kms:GenerateDataKey*",
                            "kms:Describe*",
                            "kms:CreateGrant",
                        ],
                        Resource: "*",
                        Condition: {
                            ArnLike: {
                                "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${accountId}:*`,
                            },
                        },
                    },
                ],
            }),
        ),
        tags: { Environment: environment },
    }, { provider });

    const alias = new aws.kms.Alias(`lake-logs-${environment}`, {
        name: `alias/lake-logs-${environment}`,
        targetKeyId: key.id,
    }, { provider });

    const logGroup = new aws.cloudwatch.LogGroup(`lake-${environment}`, {
        retentionInDays: 90,
        kmsKeyId: alias.targetKeyArn,
    }, { provider });

    return { key, logGroup };
}
