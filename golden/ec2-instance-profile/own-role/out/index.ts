import * as pulumi from "@pulumi/pulumi";
import { autoscaling, ec2, iam } from "@pulumi/aws";

class Workers extends pulumi.ComponentResource {
    constructor(
        name: string,
        args: { queueArn: pulumi.Input<string>; subnetIds: string[] },
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("jobs:index:Workers", name, args, opts);

        const workerRole = new iam.Role(
            `${name}-role`,
            {
                assumeRolePolicy: iam.assumeRolePolicyForPrincipal({
                    Service: "ec2.amazonaws.com",
                }),
            },
            { parent: this },
        );

        new iam.RolePolicy(
            `${name}-queue`,
            {
                role: workerRole.id,
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
                            Resource: args.queueArn,
                        },
                    ],
                }),
            },
            { parent: this },
        );

        new iam.RolePolicyAttachment(
            `${name}-instance-ssm`,
            {
                role: workerRole.name,
                policyArn:
                    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
            },
            { parent: this },
        );

        const instanceProfile = new iam.InstanceProfile(
            `${name}-instance-profile`,
            {
                role: workerRole.name,
            },
            { parent: this },
        );

        const template = new ec2.LaunchTemplate(
            `${name}-template`,
            {
                imageId: "ami-0123456789abcdef0",
                instanceType: "t3.small",
                iamInstanceProfile: { arn: instanceProfile.arn },
            },
            { parent: this },
        );

        new autoscaling.Group(
            `${name}-group`,
            {
                minSize: 1,
                maxSize: 4,
                vpcZoneIdentifiers: args.subnetIds,
                launchTemplate: { id: template.id, version: "$Latest" },
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}

new Workers("workers", {
    queueArn: "arn:aws:sqs:eu-west-1:123456789012:jobs",
    subnetIds: ["subnet-0123456789abcdef0"],
});
