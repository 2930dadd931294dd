import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export function createNetwork(name: string, provider: aws.Provider) {
    const region = aws.getRegionOutput({}, { provider });
    const vpc = new aws.ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock: '10.80.0.0/16', enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: `${name}-vpc` } },
        { provider },
    );
    const privateSubnets: aws.ec2.Subnet[] = [];
    const tables: aws.ec2.RouteTable[] = [];
    for (let i = 0; i < 2; i++) {
        const subnet = new aws.ec2.Subnet(
            `${name}-private-${i}`,
            { vpcId: vpc.id, cidrBlock: `10.80.${i}.0/24`, availabilityZone: `us-west-2${'ab'[i]}` },
            { provider },
        );
        const table = new aws.ec2.RouteTable(`${name}-private-${i}`, { vpcId: vpc.id }, { provider });
        tables.push(table);
        new aws.ec2.RouteTableAssociation(
            `${name}-private-${i}`,
            { subnetId: subnet.id, routeTableId: table.id },
            { provider },
        );
        privateSubnets.push(subnet);
    }
    new aws.ec2.VpcEndpoint(
        `${name}-s3-endpoint`,
        {
            vpcId: vpc.id,
            serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
            vpcEndpointType: 'Gateway',
            routeTableIds: tables.map((table) => table.id),
            tags: { Name: `${name}-s3-endpoint` },
        },
        { provider },
    );
    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
        `${name}-endpoint-sg`,
        {
            vpcId: vpc.id,
            description: 'HTTPS to the interface endpoints',
            ingress: [
                {
                    description: 'HTTPS from the VPC',
                    protocol: 'tcp',
                    fromPort: 443,
                    toPort: 443,
                    cidrBlocks: [vpc.cidrBlock],
                },
            ],
            tags: { Name: `${name}-endpoint-sg` },
        },
        { provider },
    );
    new aws.ec2.VpcEndpoint(
        `${name}-logs-endpoint`,
        {
            vpcId: vpc.id,
            serviceName: pulumi.interpolate`com.amazonaws.${region.name}.logs`,
            vpcEndpointType: 'Interface',
            subnetIds: privateSubnets.map((subnet) => subnet.id),
            securityGroupIds: [endpointSecurityGroup.id],
            privateDnsEnabled: true,
            tags: { Name: `${name}-logs-endpoint` },
        },
        { provider },
    );
    return { vpc, privateSubnets };
}
