import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface VpcResult {
    vpcId: pulumi.Output<string>;
    publicSubnetIds: pulumi.Output<string>[];
}

export function createVpc(environment: string, provider: aws.Provider): VpcResult {
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: {
            Name: `vpc-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    const publicSubnetIds: pulumi.Output<string>[] = [];
    ["a", "b"].forEach((zone, index) => {
        const subnet = new aws.ec2.Subnet(`public-${zone}-${environment}`, {
            vpcId: vpc.id,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone: `us-east-1${zone}`,
            mapPublicIpOnLaunch: true,
        }, { provider });
        publicSubnetIds.push(subnet.id);
    });

    return { vpcId: vpc.id, publicSubnetIds };
}
