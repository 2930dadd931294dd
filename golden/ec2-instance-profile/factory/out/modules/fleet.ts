import * as aws from "@pulumi/aws";

export function createFleet(environment: string, provider: aws.Provider) {
    const fleetInstanceRole = new aws.iam.Role(`fleet-instance-role-${environment}`, {
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
    }, { provider });

    new aws.iam.RolePolicyAttachment(`fleet-instance-ssm-${environment}`, {
        role: fleetInstanceRole.name,
        policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    }, { provider });

    const fleetInstanceProfile = new aws.iam.InstanceProfile(`fleet-instance-profile-${environment}`, {
        role: fleetInstanceRole.name,
    }, { provider });

    const template = new aws.ec2.LaunchTemplate(`fleet-lt-${environment}`, {
        imageId: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        iamInstanceProfile: { arn: fleetInstanceProfile.arn },
    }, { provider });

    return { template };
}
