import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface VpcResult {
    vpc: aws.ec2.Vpc;
    subnetIds: pulumi.Output<string>[];
}

export function createVpc(environment: string, provider: aws.Provider): VpcResult {
    // Create VPC
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: true,
        tags: {
            Name: `vpc-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create subnets
    const subnets = ["eu-west-1a", "eu-west-1b"].map((az, index) => new aws.ec2.Subnet(`subnet-${index + 1}-${environment}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index + 1}.0/24`,
        availabilityZone: az,
        tags: {
            Name: `subnet-${index + 1}-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider }));

    return { vpc, subnetIds: subnets.map((s) => s.id) };
}
