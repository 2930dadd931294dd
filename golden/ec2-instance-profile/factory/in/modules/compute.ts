import * as aws from "@pulumi/aws";

export function createInstance(environment: string, subnetId: string, provider: aws.Provider): aws.ec2.Instance {
    // Create EC2 instance
    return new aws.ec2.Instance(`ec2-${environment}`, {
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        subnetId: subnetId,
        tags: {
            Name: `ec2-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });
}
