import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export function createSecurityGroup(
    vpcId: pulumi.Output<string>,
    sshCidr: string,
    environment: string,
    provider: aws.Provider,
) {
    return new aws.ec2.SecurityGroup(`sg-${environment}`, {
        vpcId,
        description: "Web server",
        ingress: [{
            description: "SSH from the office",
            fromPort: 22,
            toPort: 22,
            protocol: "tcp",
            cidrBlocks: [sshCidr],
        }],
        tags: {
            Name: `sg-${environment}`,
            Environment: environment,
        },
    }, { provider });
}
