import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const archiveArn = "arn:aws:s3:::tiles-archive/flow-logs/";

export function createNetwork(name: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { provider });

    const flowLog = new aws.ec2.FlowLog(
        `${name}-rejects`,
        {
            vpcId: vpc.id,
            trafficType: "REJECT",
            logDestination: archiveArn,
            logDestinationType: "s3",
            maxAggregationInterval: 60,
        },
        { provider, dependsOn: [vpc] }
    );

    return { vpcId: vpc.id, flowLogId: flowLog.id as pulumi.Output<string> };
}
