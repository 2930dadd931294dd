import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export function createBastionGroup(name: string, vpcId: pulumi.Input<string>, provider: aws.Provider) {
    return new aws.ec2.SecurityGroup(`${name}-bastion-sg`, {
        vpcId,
        ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] }],
        egress: [
            {
                description: "HTTPS for service endpoints and updates",
                protocol: "tcp",
                fromPort: 443,
                toPort: 443,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: ["::/0"],
            },
            {
                description: "HTTP for package repositories",
                protocol: "tcp",
                fromPort: 80,
                toPort: 80,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: ["::/0"],
            },
            {
                description: "DNS resolution",
                protocol: "udp",
                fromPort: 53,
                toPort: 53,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: ["::/0"],
            },
            {
                description: "NTP for time synchronization",
                protocol: "udp",
                fromPort: 123,
                toPort: 123,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: ["::/0"],
            },
            {
                description: "To worker-sg",
                protocol: "tcp",
                fromPort: 22,
                toPort: 22,
                cidrBlocks: ["0.0.0.0/0"],
                ipv6CidrBlocks: ["::/0"],
            },
        ],
    }, { provider });
}

export function createWorkerGroup(
    name: string,
    vpcId: pulumi.Input<string>,
    bastionId: pulumi.Input<string>,
    provider: aws.Provider,
) {
    return new aws.ec2.SecurityGroup(`${name}-worker-sg`, {
        vpcId,
        ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [bastionId] },
            { protocol: "-1", fromPort: 0, toPort: 0, self: true },
        ],
        egress: [
            { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
            {
                description: "HTTP for package repositories",
                protocol: "tcp",
                fromPort: 80,
                toPort: 80,
                cidrBlocks: ["0.0.0.0/0"],
            },
            {
                description: "DNS resolution",
                protocol: "udp",
                fromPort: 53,
                toPort: 53,
                cidrBlocks: ["0.0.0.0/0"],
            },
            {
                description: "NTP for time synchronization",
                protocol: "udp",
                fromPort: 123,
                toPort: 123,
                cidrBlocks: ["0.0.0.0/0"],
            },
            { description: "Within the group", protocol: "-1", fromPort: 0, toPort: 0, self: true },
        ],
    }, { provider });
}
