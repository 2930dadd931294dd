import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput();

// Nothing leads out of this network
const vpc = new aws.ec2.Vpc('vault-vpc', { cidrBlock: '10.70.0.0/16' });

const isolatedSubnets = [0, 1].map(
  i =>
    new aws.ec2.Subnet(`vault-isolated-subnet-${i}`, {
      vpcId: vpc.id,
      cidrBlock: `10.70.${i}.0/24`,
    })
);

const isolatedRouteTable = new aws.ec2.RouteTable('vault-isolated-rt', {
  vpcId: vpc.id,
});

isolatedSubnets.forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`vault-isolated-rta-${i}`, {
    subnetId: subnet.id,
    routeTableId: isolatedRouteTable.id,
  });
});

new aws.ec2.VpcEndpoint('vault-s3-endpoint', {
  vpcId: vpc.id,
  serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
  vpcEndpointType: 'Gateway',
  routeTableIds: [isolatedRouteTable.id],
});

const archive = new aws.s3.BucketV2('vault-archive');

const role = new aws.iam.Role('vault-writer', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
  inlinePolicies: [
    {
      name: 'archive',
      policy: archive.arn.apply(arn =>
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 's3:PutObject', Resource: `${arn}/*` },
          ],
        })
      ),
    },
  ],
});

const writer = new aws.lambda.Function('vault-writer', {
  role: role.arn,
  runtime: 'python3.12',
  handler: 'app.handler',
  vpcConfig: {
    subnetIds: isolatedSubnets.map(subnet => subnet.id),
    securityGroupIds: [],
  },
});

export const functionArn = writer.arn;
