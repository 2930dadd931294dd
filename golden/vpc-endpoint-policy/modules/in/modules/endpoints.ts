import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface EndpointArgs {
    name: string;
    region: pulumi.Input<string>;
    vpc: aws.ec2.Vpc;
    tableIds: pulumi.Input<string>[];
}

export function createEndpoints(args: EndpointArgs, provider: aws.Provider) {
    const current = aws.getCallerIdentity({}, { provider });

    const sqs = new aws.ec2.VpcEndpoint(`${args.name}-sqs`, {
        vpcId: args.vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${args.region}.sqs`,
        vpcEndpointType: "Interface",
    }, { provider });

    const s3 = new aws.ec2.VpcEndpoint(`${args.name}-s3`, {
        vpcId: args.vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${args.region}.s3`,
        routeTableIds: args.tableIds,
        tags: { Name: `${args.name}-s3` },
    }, { provider });

    return { sqs, s3, account: current.then(identity => identity.accountId) };
}
