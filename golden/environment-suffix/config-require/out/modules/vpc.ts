import * as aws from "@pulumi/aws";

export function createVpc(environment: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        tags: {
            Name: `vpc-${environment}`,
            Environment: environment,
        },
    }, { provider });

    const subnet = new aws.ec2.Subnet(`private-subnet-${environment}`, {
        vpcId: vpc.id,
        cidrBlock: "10.0.1.0/24",
        tags: {
            Name: `private-subnet-${environment}`,
            Environment: environment,
        },
    }, { provider });

    return { vpc, subnet };
}
