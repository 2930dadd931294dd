import * as aws from "@pulumi/aws";

export function createNetwork(name: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { provider });
    const table = new aws.ec2.RouteTable(`${name}-private`, { vpcId: vpc.id }, { provider });
    return { vpc, table };
}
