import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('several', { cidrBlock: '10.0.0.0/16' });

const privateSubnet = new aws.ec2.Subnet('private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.0.0/24',
});

new aws.ec2.RouteTable('private-through-nat', { vpcId: vpc.id });
new aws.ec2.RouteTable('private-through-hub', { vpcId: vpc.id });

export const subnetId = privateSubnet.id;
