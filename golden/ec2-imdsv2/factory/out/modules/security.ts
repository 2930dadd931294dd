import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export function createWebSecurityGroup(
    environment: string,
    vpcId: pulumi.Output<string>,
    allowedCidr: string,
    provider: aws.Provider
): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(`web-sg-${environment}`, {
        description: "Web servers",
        vpcId: vpcId,
        ingress: [{
            description: "HTTPS from the office",
            fromPort: 443,
            toPort: 443,
            protocol: "tcp",
            cidrBlocks: [allowedCidr],
        }],
        egress: [{
            description: "HTTPS for package updates",
            fromPort: 443,
            toPort: 443,
            protocol: "tcp",
            cidrBlocks: ["0.0.0.0/0"],
        }],
    }, { provider });
}
