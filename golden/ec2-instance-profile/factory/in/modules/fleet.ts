import * as aws from "@pulumi/aws";

export function createFleet(environment: string, provider: aws.Provider) {
    const template = new aws.ec2.LaunchTemplate(`fleet-lt-${environment}`, {
        imageId: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
    }, { provider });

    return { template };
}
