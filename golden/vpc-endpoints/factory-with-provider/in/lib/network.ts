import * as aws from '@pulumi/aws';

export function createNetwork(name: string, provider: aws.Provider) {
    const vpc = new aws.ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock: '10.80.0.0/16', enableDnsSupport: false, tags: { Name: `${name}-vpc` } },
        { provider },
    );
    const privateSubnets: aws.ec2.Subnet[] = [];
    for (let i = 0; i < 2; i++) {
        const subnet = new aws.ec2.Subnet(
            `${name}-private-${i}`,
            { vpcId: vpc.id, cidrBlock: `10.80.${i}.0/24`, availabilityZone: `us-west-2${'ab'[i]}` },
            { provider },
        );
        const table = new aws.ec2.RouteTable(`${name}-private-${i}`, { vpcId: vpc.id }, { provider });
        new aws.ec2.RouteTableAssociation(
            `${name}-private-${i}`,
            { subnetId: subnet.id, routeTableId: table.id },
            { provider },
        );
        privateSubnets.push(subnet);
    }
    return { vpc, privateSubnets };
}
