import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface ComputeResources {
    /** The web server. */
    instance: aws.ec2.Instance;
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

    const instanceRole = new aws.iam.Role(
        `instance-role-${environment}`,
        {
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
            tags: { Name: `instance-role-${environment}` },
        },
        { provider }
    );

    new aws.iam.RolePolicyAttachment(
        `instance-ssm-${environment}`,
        {
            role: instanceRole.name,
            policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        },
        { provider }
    );

    const instanceProfile = new aws.iam.InstanceProfile(
        `instance-profile-${environment}`,
        {
            role: instanceRole.name,
            tags: { Name: `instance-profile-${environment}` },
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
            iamInstanceProfile: instanceProfile.name,
            tags: { Name: `ec2-${environment}` },
        },
        { provider }
    );

    return {
        instance,
        securityGroup,
    };
}
