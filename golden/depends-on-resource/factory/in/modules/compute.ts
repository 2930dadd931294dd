import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface ComputeArgs {
    environment: string;
    subnetIds: pulumi.Output<string>[];
    securityGroupId: pulumi.Output<string>;
}

export function createCompute(args: ComputeArgs, provider: aws.Provider) {
    const { environment, subnetIds, securityGroupId } = args;

    const role = new aws.iam.Role(`ssm-role-${environment}`, {
        assumeRolePolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{
                Action: "sts:AssumeRole",
                Effect: "Allow",
                Principal: { Service: "ec2.amazonaws.com" },
            }],
        }),
    }, { provider });

    const instanceProfile = new aws.iam.InstanceProfile(`profile-${environment}`, {
        role: role.name,
    }, { provider });

    const ami = aws.ec2.getAmiOutput({
        mostRecent: true,
        owners: ["amazon"],
        filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
    }, { provider });

    // Web servers
    const instances = subnetIds.map((subnetId, index) => new aws.ec2.Instance(`web-${index + 1}-${environment}`, {
        ami: ami.id,
        instanceType: "t3.micro",
        subnetId: subnetId,
        vpcSecurityGroupIds: [securityGroupId],
        iamInstanceProfile: instanceProfile.name,
        metadataOptions: { httpTokens: "required" },
        tags: {
            Name: `web-${index + 1}-${environment}`,
        },
    }, {
        provider,
        dependsOn: [securityGroupId], // has to be there first
    }));

    const worker = new aws.ec2.Instance(`worker-${environment}`, {
        ami: ami.id,
        instanceType: "t3.small",
        subnetId: subnetIds[0],
        vpcSecurityGroupIds: [securityGroupId],
        iamInstanceProfile: instanceProfile.name,
        metadataOptions: { httpTokens: "required" },
    }, { provider, dependsOn: [role, securityGroupId] });

    const address = new aws.ec2.Eip(`worker-ip-${environment}`, {
        domain: "vpc",
        instance: worker.id,
    }, { dependsOn: [securityGroupId, args.subnetIds[0]] });

    return { instances, worker, publicIp: address.publicIp };
}
