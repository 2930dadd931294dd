import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const volumes: aws.types.input.ecs.TaskDefinitionVolume[] = [{ name: "tmp", hostPath: "/var/lib/shop" }];

function container(name: string, image: pulumi.Output<string>) {
    return {
        name,
        image,
        memory: 256,
        readonlyRootFilesystem: true,
    };
}

export function createTasks(environment: string, provider: aws.Provider) {
    const repository = new aws.ecr.Repository(`shop-${environment}`, {}, { provider });

    const checkout = new aws.ecs.TaskDefinition(
        `checkout-${environment}`,
        {
            family: `checkout-${environment}`,
            containerDefinitions: pulumi.jsonStringify([container("checkout", repository.repositoryUrl)]),
            volumes,
        },
        { provider },
    );

    const catalogue = new aws.ecs.TaskDefinition(
        `catalogue-${environment}`,
        {
            family: `catalogue-${environment}`,
            containerDefinitions: pulumi.jsonStringify([
                container("catalogue", repository.repositoryUrl),
                {
                    name: "indexer",
                    image: repository.repositoryUrl,
                    memory: 128,
                    mountPoints: [{ sourceVolume: "tmp", containerPath: "/data" }],
                },
            ]),
            volumes,
        },
        { provider },
    );

    return [checkout.arn, catalogue.arn];
}
