import * as aws from "@pulumi/aws";

export function createInstance(environment: string, subnetId: string, provider: aws.Provider): aws.ec2.Instance {
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
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        subnetId: subnetId,
        iamInstanceProfile: instanceProfile.name,
        tags: {
            Name: `ec2-${environment}`,
            Environment: environment,
            ManagedBy: "Pulumi",
        },
    }, { provider });
}
