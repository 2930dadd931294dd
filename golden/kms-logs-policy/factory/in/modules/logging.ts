import * as aws from "@pulumi/aws";

export function createLogging(environment: string, provider: aws.Provider) {
    const region = "eu-central-1";

    const key = new aws.kms.Key(`lake-logs-${environment}`, {
        description: `Logs of the data lake in ${region}`,
        enableKeyRotation: true,
        deletionWindowInDays: 10,
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
