import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface ComputeResources {
    /** The web server. */
    instance: aws.ec2.Instance;
    /** What people log in with. */
    keyPair: aws.ec2.KeyPair;
    securityGroup: aws.ec2.SecurityGroup;
}

export function createCompute(
    environment: string,
    subnetId: pulumi.Input<string>,
    provider: aws.Provider
): ComputeResources {
    const securityGroup = new aws.ec2.SecurityGroup(
        `web-sg-${environment}`,
        {
            description: "Web servers",
            ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }],
        },
        { provider }
    );

    // Create key pair for SSH access (in production, use existing key pair)
    const keyPair = new aws.ec2.KeyPair(
        `keypair-${environment}`,
        {
            keyName: `keypair-${environment}`,
            publicKey: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 user@example.com",
            tags: { Name: `keypair-${environment}` },
        },
        { provider }
    );

    const instance = new aws.ec2.Instance(
        `ec2-${environment}`,
        {
            ami: "ami-0123456789abcdef0",
            instanceType: "t3.micro",
            subnetId,
            vpcSecurityGroupIds: [securityGroup.id],
            keyName: keyPair.keyName,
            tags: { Name: `ec2-${environment}` },
        },
        { provider }
    );

    return {
        instance,
        keyPair,
        securityGroup,
    };
}
