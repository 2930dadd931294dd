import * as aws from "@pulumi/aws";

export function createVpc(environment: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(`vpc-${environment}`, {
        cidrBlock: "10.0.0.0/16",
        tags: { Name: `vpc-${environment}` },
    }, { provider });

    const subnets = ["ap-south-1a", "ap-south-1b"].map((zone, index) => new aws.ec2.Subnet(`subnet-${index + 1}-${environment}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index + 1}.0/24`,
        availabilityZone: zone,
        tags: { Name: `subnet-${index + 1}-${environment}` },
    }, { provider }));

    return { vpc, subnets };
}
