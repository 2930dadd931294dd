import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';
const platform = new pulumi.StackReference('acme/platform/prod');
const vpcId = platform.requireOutput('vpcId') as pulumi.Output<string>;
const region = aws.config.requireRegion();

const commonTags = { Team: 'analytics', Environment: environmentSuffix };

interface Zone {
    name: string;
    cidr: string;
}

const zones: Zone[] = [
    { name: 'a', cidr: '10.128.40.0/24' },
    { name: 'b', cidr: '10.128.41.0/24' },
];

const querySubnets: aws.ec2.Subnet[] = [];
for (const zone of zones) {
    querySubnets.push(
        new aws.ec2.Subnet(`query-subnet-${zone.name}-${environmentSuffix}`, {
            vpcId,
            cidrBlock: zone.cidr,
            availabilityZone: `${region}${zone.name}`,
            tags: { ...commonTags, Zone: zone.name },
        }),
    );
}

const results = new aws.s3.BucketV2(`query-results-${environmentSuffix}`, {
    forceDestroy: true,
    tags: commonTags,
});

if (new pulumi.Config().getBoolean('privateS3') ?? true) {
    // Results do not leave the network
    new aws.ec2.VpcEndpoint(`query-s3-${environmentSuffix}`, {
        vpcId,
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: querySubnets.map((subnet) => subnet.id),
        tags: commonTags,
    });
}

// Subnets of the platform: whether they have route tables is its business
const sharedSubnetIds = platform.requireOutput('sharedSubnetIds');
new aws.ec2.VpcEndpoint(`query-dynamodb-${environmentSuffix}`, {
    vpcId,
    serviceName: `com.amazonaws.${region}.dynamodb`,
    routeTableIds: sharedSubnetIds,
    tags: commonTags,
});

export const subnetIds = querySubnets.map((subnet) => subnet.id);
export const resultsBucket = results.bucket;
