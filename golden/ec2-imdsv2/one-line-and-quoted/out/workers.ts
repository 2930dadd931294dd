import * as pulumi from "@pulumi/pulumi"
import { ec2 } from "@pulumi/aws"

export function createWorkers(imageId: pulumi.Input<string>, count: number): ec2.Instance[] {
    const workers: ec2.Instance[] = []
    for (let index = 0; index < count; index++) {
        workers.push(new ec2.Instance(`worker-${index}`, {
            "ami": imageId,
            "instanceType": index === 0 ? "t3.large" : "t3.micro",
            "metadataOptions": {
                "httpTokens": "required",
                "httpEndpoint": "enabled",
                "httpPutResponseHopLimit": 1,
                "instanceMetadataTags": "enabled"
            },
            "tags": { "Name": `worker-${index}` }
        }))
    }
    if (count > 1) {
        // somebody has to hand out the work
        workers.push(new ec2.Instance("dispatcher", {
            "ami": imageId,
            "instanceType": "t3.small",
            "metadataOptions": {
                "httpEndpoint": "enabled",
                "httpTokens": "required",
                "httpPutResponseHopLimit": 1,
                "instanceMetadataTags": "enabled"
            }
        }))
    }
    return workers
}
