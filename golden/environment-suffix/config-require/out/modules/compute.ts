import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export function createInstance(
    subnetId: pulumi.Output<string>,
    securityGroupId: pulumi.Output<string>,
    instanceType: string,
    environment: string,
    provider: aws.Provider,
) {
    const ami = aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
    }, { provider });

    return new aws.ec2.Instance(`ec2-${environment}`, {
        ami: ami.id,
        instanceType,
        subnetId,
        vpcSecurityGroupIds: [securityGroupId],
        tags: {
            Name: `ec2-${environment}`,
            Environment: environment,
        },
    }, { provider });
}
