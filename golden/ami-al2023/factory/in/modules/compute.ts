import * as aws from "@pulumi/aws";
import { amazonLinux, amazonLinuxByExpression, amazonLinuxFor } from "./images";

export function createCompute(environment: string, subnetIds: string[], provider: aws.Provider) {
    const imageId = amazonLinux(provider);
    const instances: aws.ec2.Instance[] = [];

    for (let i = 0; i < subnetIds.length; i++) {
        instances.push(new aws.ec2.Instance(`web-${i + 1}-${environment}`, {
            ami: imageId,
            instanceType: "t3.micro",
            subnetId: subnetIds[i],
        }, { provider }));
    }

    for (const architecture of ["x86_64", "arm64"]) {
        instances.push(new aws.ec2.Instance(`build-${architecture}-${environment}`, {
            ami: amazonLinuxFor(architecture, provider),
            instanceType: architecture === "arm64" ? "m7g.large" : "m7i.large",
            subnetId: subnetIds[0],
        }, { provider }));
    }

    const bastion = new aws.ec2.Instance(`bastion-${environment}`, {
        ami: amazonLinuxByExpression(provider),
        instanceType: "t3.nano",
        subnetId: subnetIds[0],
    }, { provider, ignoreChanges: ["ami"] });
    instances.push(bastion);

    return { instances };
}
