import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

// Somebody else's network
const shared = aws.ec2.getVpcOutput({ tags: { Name: 'shared' } });
new aws.ec2.SecurityGroup('shared-web', { vpcId: shared.id });

const vpc = new aws.ec2.Vpc('own', { cidrBlock: '10.1.0.0/16' });
const subnets = ['a', 'b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`own-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.1.${i}.0/24`,
    })
);
const destination = new pulumi.Config().require('flowLogBucketArn');
for (const [i, subnet] of subnets.entries()) {
  new aws.ec2.FlowLog(`own-${i}`, {
    subnetId: subnet.id,
    trafficType: 'ALL',
    logDestinationType: 's3',
    logDestination: destination,
  });
}

// iacfix-ignore vpc-flow-logs: torn down every night
const nightly = new aws.ec2.Vpc('nightly', { cidrBlock: '10.2.0.0/16' });

export const vpcIds = [vpc.id, nightly.id];
