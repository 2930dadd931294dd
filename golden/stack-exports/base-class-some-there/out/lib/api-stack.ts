import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LoggedStack, LoggedStackArgs } from "./logged-stack";

export class ApiStack extends LoggedStack {
    public readonly apiUrl: pulumi.Output<string>;
    public readonly apiId;
    readonly #stage: aws.apigatewayv2.Stage;

    constructor(
        name: string,
        args: LoggedStackArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("partner:index:ApiStack", name, args, opts);

        const api = new aws.apigatewayv2.Api(
            `partner-api-${args.environmentSuffix}`,
            {
                protocolType: "HTTP",
                corsConfiguration: {
                    allowOrigins: ["https://partners.example.org"],
                    allowMethods: ["GET", "POST"],
                },
            },
            { parent: this },
        );

        this.#stage = new aws.apigatewayv2.Stage(
            `partner-api-stage-${args.environmentSuffix}`,
            {
                apiId: api.id,
                name: "$default",
                autoDeploy: true,
                accessLogSettings: {
                    destinationArn: this.logGroup.arn,
                    format: "$context.requestId $context.status",
                },
            },
            { parent: this },
        );

        this.apiId = api.id;
        this.apiUrl = this.#stage.invokeUrl;
        this.registerOutputs({ apiUrl: this.apiUrl });
    }
}
