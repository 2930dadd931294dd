import * as aws from "@pulumi/aws";
import { ComputeResources } from "./compute";

export function createMonitoring(environment: string, compute: ComputeResources, provider: aws.Provider) {
    const { instance, keyPair } = compute;

    new aws.cloudwatch.MetricAlarm(
        `cpu-${environment}`,
        {
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 2,
            metricName: "CPUUtilization",
            namespace: "AWS/EC2",
            period: 300,
            statistic: "Average",
            threshold: 80,
            dimensions: { InstanceId: instance.id },
        },
        { provider, dependsOn: [instance, keyPair] }
    );
}
