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

    // Access through Systems Manager
    const instanceRole = new aws.iam.Role(`instance-role-${environment}`, {
        assumeRolePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "ec2.amazonaws.com" },
                    Action: "sts:AssumeRole",
                },
            ],
        }),
        tags: {
            Name: `instance-role-${environment}`,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    new aws.iam.RolePolicyAttachment(`instance-ssm-${environment}`, {
        role: instanceRole.name,
        policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    }, { provider });

    const instanceProfile = new aws.iam.InstanceProfile(`instance-profile-${environment}`, {
        role: instanceRole.name,
        tags: {
            Name: `instance-profile-${environment}`,
            ManagedBy: "Pulumi",
        },
    }, { provider });

    // Create EC2 instance
    return new aws.ec2.Instance(`ec2-${environment}`, {
        ami: ami.then(image => image.id),
        instanceType: instanceType,
        subnetId: subnetId,
        vpcSecurityGroupIds: [securityGroupId],
        iamInstanceProfile: instanceProfile.name,
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
