import * as aws from "@pulumi/aws";
import { createVpc } from "./vpc";

export function createInfrastructure(environment: string, provider: aws.Provider) {
    // Network
    const { vpc, subnets } = createVpc(environment, provider);

    // Load balancer
    const loadBalancer = new aws.lb.LoadBalancer(`nlb-${environment}`, {
        loadBalancerType: "network",
        internal: true,
        subnets: subnets.map((subnet) => subnet.id),
        tags: { Name: `nlb-${environment}` },
    }, { provider });

    // Access logs
    const logBucket = new aws.s3.BucketV2(`nlb-logs-${environment}`, {
        forceDestroy: true,
        tags: { Name: `nlb-logs-${environment}` },
    }, { provider });

    return {
        vpcId: vpc.id,
        loadBalancerDns: loadBalancer.dnsName,
        logBucketName: logBucket.bucket,
        environment,
    };
}
