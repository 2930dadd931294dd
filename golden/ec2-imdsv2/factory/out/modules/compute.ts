import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface ComputeResult {
    instanceIds: pulumi.Output<string>[];
    publicIps: pulumi.Output<string>[];
}

export function createInstances(
    environment: string,
    subnetIds: pulumi.Output<string>[],
    securityGroupId: pulumi.Output<string>,
    commonTags: { [key: string]: string },
    provider: aws.Provider
): ComputeResult {
    const ami = aws.ec2.getAmi({
        mostRecent: true,
        owners: ["amazon"],
        filters: [
            {
                name: "name",
                values: ["amzn2-ami-hvm-*-x86_64-gp2"],
            },
        ],
    }, { provider });

    const userData = `#!/bin/bash
yum update -y
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
systemctl restart sshd
`;

    const instances: aws.ec2.Instance[] = [];

    // One web server per public subnet
    subnetIds.forEach((subnetId, index) => {
        const instance = new aws.ec2.Instance(`web-${index + 1}-${environment}`, {
            ami: ami.then(a => a.id),
            instanceType: "t3.micro",
            subnetId: subnetId,
            vpcSecurityGroupIds: [securityGroupId],
            userData: userData,
            rootBlockDevice: {
                volumeType: "gp3",
                volumeSize: 40,
                encrypted: true,
            }, // customer data lives on EFS
            metadataOptions: {
                httpEndpoint: "enabled",
                httpTokens: "required",
                httpPutResponseHopLimit: 1,
                instanceMetadataTags: "enabled",
            },
            tags: {
                Name: `web-${index + 1}-${environment}`,
                Environment: environment,
                ManagedBy: "Pulumi",
            },
        }, { provider });

        instances.push(instance);
    });

    // Nightly reports
    const batch = new aws.ec2.Instance(`batch-${environment}`, {
        ami: ami.then(a => a.id),
        instanceType: "t3.large",
        subnetId: subnetIds[0],
        vpcSecurityGroupIds: [securityGroupId],
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
            instanceMetadataTags: "enabled",
        },
        tags: { ...commonTags, Name: `batch-${environment}` },
    }, { provider, ignoreChanges: ["ami"] });
    instances.push(batch);

    return {
        instanceIds: instances.map(i => i.id),
        publicIps: instances.map(i => i.publicIp),
    };
}
