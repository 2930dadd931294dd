import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('press', { cidrBlock: '10.1.0.0/16' });
const group = new aws.cloudwatch.LogGroup('press-flow-logs', {
  retentionInDays: 30,
});
const iamRoleArn = 'arn:aws:iam::123456789012:role/flow-logs';
const destination = 'cloud-watch-logs';

// Log groups, as nothing else is said
new aws.ec2.FlowLog('press-all', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: group.arn,
  iamRoleArn,
});

new aws.ec2.FlowLog('press-rejected', {
  vpcId: vpc.id,
  trafficType: 'REJECT',
  logDestinationType: destination,
  logDestination: group.arn,
  iamRoleArn,
});

// Not a flow log
const archive = new aws.s3.Bucket('press-archive');
export const settings = {
  logDestinationType: 's3',
  logDestination: archive.arn,
};
