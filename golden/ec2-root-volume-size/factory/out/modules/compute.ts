import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { amazonLinux } from "./images";

const ROOT_VOLUME_SIZE = 30;
const DISK_SIZE = 16;

export function createCompute(
    environment: string,
    subnetIds: pulumi.Output<string>[],
    securityGroupId: pulumi.Output<string>,
    provider: aws.Provider
) {
    const imageId = amazonLinux(provider);
    const instances: aws.ec2.Instance[] = [];

    for (let i = 0; i < subnetIds.length; i++) {
        instances.push(new aws.ec2.Instance(`web-${i + 1}-${environment}`, {
            ami: imageId,
            instanceType: "t3.micro",
            subnetId: subnetIds[i],
            vpcSecurityGroupIds: [securityGroupId],
            metadataOptions: { httpTokens: "required" },
            rootBlockDevice: {
                volumeType: "gp3",
                volumeSize: ROOT_VOLUME_SIZE,
                encrypted: true,
            },
        }, { provider }));
    }

    const database = new aws.ec2.Instance(`database-${environment}`, {
        ami: imageId,
        instanceType: "r6i.large",
        subnetId: subnetIds[0],
        vpcSecurityGroupIds: [securityGroupId],
        metadataOptions: { httpTokens: "required" },
        rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true },
        ebsBlockDevices: [{ deviceName: "/dev/sdg", volumeType: "gp3", volumeSize: DISK_SIZE }],
    }, { provider });
    instances.push(database);

    return { instances };
}
