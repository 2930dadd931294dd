import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RegionalStackArgs {
    role?: "primary" | "standby";
    envSuffix?: string;
}

export class RegionalStack extends pulumi.ComponentResource {
    public readonly topicArn: pulumi.Output<string>;

    constructor(
        name: string,
        { role = "standby", envSuffix = "staging" }: RegionalStackArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("ticketing:index:RegionalStack", name, {}, opts);

        const topic = new aws.sns.Topic(
            `ticket-sold-${role}-${envSuffix}`,
            { displayName: "Ticket sold" },
            { parent: this },
        );

        const mailer = new aws.sqs.Queue(
            `ticket-mailer-${role}-${envSuffix}`,
            {
                visibilityTimeoutSeconds: 120,
                messageRetentionSeconds: 4 * 24 * 3600,
            },
            { parent: this },
        );

        new aws.sqs.QueuePolicy(
            `ticket-mailer-${role}-${envSuffix}`,
            {
                queueUrl: mailer.url,
                policy: pulumi
                    .all([mailer.arn, topic.arn])
                    .apply(([queueArn, topicArn]) =>
                        JSON.stringify({
                            Version: "2012-10-17",
                            Statement: [
                                {
                                    Effect: "Allow",
                                    Principal: { Service: "sns.amazonaws.com" },
                                    Action: "sqs:SendMessage",
                                    Resource: queueArn,
                                    Condition: {
                                        ArnEquals: {
                                            "aws:SourceArn": topicArn,
                                        },
                                    },
                                },
                            ],
                        }),
                    ),
            },
            { parent: this },
        );

        new aws.sns.TopicSubscription(
            `ticket-mailer-${role}-${envSuffix}`,
            { topic: topic.arn, protocol: "sqs", endpoint: mailer.arn },
            { parent: this },
        );

        this.topicArn = topic.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}
