import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export function createInstance(
    environment: string,
    instanceType: string,
    subnetId: pulumi.Output<string>,
    securityGroupId: pulumi.Output<string>,
    volumeKeyArn: pulumi.Output<string>,
    provider: aws.Provider,
): aws.ec2.Instance {
    // Get the latest Amazon Linux AMI
    const ami = aws.ec2.getAmi({
        mostRecent: true,
        owners: ["amazon"],
        filters: [
            { name: "name", values: ["al2023-ami-2023.*-x86_64"] },
            { name: "virtualization-type", values: ["hvm"] },
        ],
    }, { provider });

    // Basic security hardening
    const userData = `#!/bin/bash
yum update -y
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
systemctl restart sshd
`;

    // Create EC2 instance
    return new aws.ec2.Instance(`ec2-${environment}`, {
        ami: ami.then(image => image.id),
        instanceType: instanceType,
        subnetId: subnetId,
        vpcSecurityGroupIds: [securityGroupId],
        userData: userData,
        rootBlockDevice: {
            volumeType: "gp3",
            volumeSize: 30,
            encrypted: true,
            kmsKeyId: volumeKeyArn,
        },
        metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
            instanceMetadataTags: "enabled",
        },
        tags: {
            Name: `ec2-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });
}
