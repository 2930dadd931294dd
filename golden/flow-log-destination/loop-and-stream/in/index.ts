import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const env = pulumi.getStack();
const vpc = new aws.ec2.Vpc(`lab-${env}`, { cidrBlock: '10.7.0.0/16' });

const subnets = ['a', 'b'].map(
  (zone, i) =>
    new aws.ec2.Subnet(`lab-${zone}-${env}`, {
      vpcId: vpc.id,
      availabilityZone: `eu-north-1${zone}`,
      cidrBlock: `10.7.${i}.0/24`,
    })
);

const streamArn =
  'arn:aws:firehose:eu-north-1:210987654321:deliverystream/flow-logs';

subnets.forEach((subnet, i) => {
  new aws.ec2.FlowLog(`lab-subnet-${i}-${env}`, {
    subnetId: subnet.id,
    trafficType: 'ALL',
    logDestinationType: 'kinesis-data-firehose',
    logDestination: streamArn,
    deliverCrossAccountRole: 'arn:aws:iam::210987654321:role/flow-logs',
    iamRoleArn: 'arn:aws:iam::123456789012:role/flow-logs',
  });
});

export const subnetIds = subnets.map(subnet => subnet.id);
