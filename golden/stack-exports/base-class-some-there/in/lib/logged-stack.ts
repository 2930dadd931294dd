import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface LoggedStackArgs {
    environmentSuffix: string;
    retentionInDays?: number;
}

/** A stack with a log group of its own, and a key for it. */
export abstract class LoggedStack extends pulumi.ComponentResource {
    public readonly logGroupName: pulumi.Output<string>;
    public readonly logKeyArn: pulumi.Output<string>;
    protected readonly logGroup: aws.cloudwatch.LogGroup;

    constructor(
        type: string,
        name: string,
        args: LoggedStackArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(type, name, {}, opts);

        const key = new aws.kms.Key(
            `${name}-logs-${args.environmentSuffix}`,
            { description: `Logs of ${name}`, enableKeyRotation: true },
            { parent: this },
        );

        this.logGroup = new aws.cloudwatch.LogGroup(
            `${name}-logs-${args.environmentSuffix}`,
            { retentionInDays: args.retentionInDays ?? 365 },
            { parent: this },
        );

        this.logGroupName = this.logGroup.name;
        this.logKeyArn = key.arn;
    }
}
