import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface HostArgs {
    subnetId: pulumi.Input<string>;
    imageId: pulumi.Input<string>;
    /** Whatever else a host needs; wins over what is set here. */
    overrides?: Partial<aws.ec2.InstanceArgs>;
    httpTokens?: pulumi.Input<string>;
}

/** A host whose owner may override anything. */
export class Host extends pulumi.ComponentResource {
    readonly instance: aws.ec2.Instance;

    constructor(
        name: string,
        args: HostArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("hosts:index:Host", name, {}, opts);

        this.instance = new aws.ec2.Instance(
            `${name}-host`,
            {
                ami: args.imageId,
                instanceType: "t3.small",
                subnetId: args.subnetId,
                ...args.overrides,
            },
            { parent: this },
        );

        this.registerOutputs({ instanceId: this.instance.id });
    }
}

/** A host whose owner may choose how metadata is read. */
export function createHost(name: string, args: HostArgs): aws.ec2.Instance {
    return new aws.ec2.Instance(name, {
        ami: args.imageId,
        instanceType: "t3.small",
        subnetId: args.subnetId,
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: args.httpTokens,
        },
    });
}

/** A template of any kind. */
export function createTemplate(
    name: string,
    args: aws.ec2.LaunchTemplateArgs,
    opts?: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
    return new aws.ec2.LaunchTemplate(name, args, opts);
}
