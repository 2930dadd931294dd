import { Bucket } from "@pulumi/aws/s3";
import { Function as Handler, Permission } from "@pulumi/aws/lambda";
import { Policy, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

class Mailer extends pulumi.ComponentResource {
    readonly queueUrl: pulumi.Output<string>;

    constructor(
        name: string,
        role: Role,
        code: pulumi.asset.Archive,
        opts: pulumi.ComponentResourceOptions = {}
    ) {
        super("mailer:index:Mailer", name, {}, opts);

        const policy = new Policy(
            `${name}-policy`,
            {
                policy: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: ["ses:SendEmail"],
                            Resource: ["*"],
                        },
                    ],
                },
            },
            { parent: this }
        );
        const attachment = new RolePolicyAttachment(
            `${name}-policy`,
            { role: role.name, policyArn: policy.arn },
            { parent: this }
        );

        const defaultOpts = { parent: this, dependsOn: [policy] };
        const bucket = new Bucket(`${name}-templates`, {}, defaultOpts);

        const handler = new Handler(
            `${name}-handler`,
            {
                role: role.arn,
                runtime: "nodejs20.x",
                handler: "index.handler",
                code,
                environment: { variables: { TEMPLATES: bucket.bucket } },
            },
            pulumi.mergeOptions(
                { parent: this },
                { dependsOn: [attachment, bucket] }
            )
        );

        const queue = new sqs.Queue(
            `${name}-queue`,
            { visibilityTimeoutSeconds: 90 },
            { "parent": this }
        );

        new Permission(
            `${name}-permission`,
            {
                action: "lambda:InvokeFunction",
                function: handler.name,
                principal: "sqs.amazonaws.com",
                sourceArn: queue.arn,
            },
            { ...opts, parent: this, dependsOn: [handler, queue] }
        );

        this.queueUrl = queue.url;
        this.registerOutputs({ queueUrl: this.queueUrl });
    }
}

const config = new pulumi.Config();
const role = Role.get("mailer-role", config.require("role"));

export const queueUrl = new Mailer(
    "mailer",
    role,
    new pulumi.asset.FileArchive("./dist"),
    { dependsOn: [role] }
).queueUrl;
