import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const vpc = new aws.ec2.Vpc('radio', { cidrBlock: '10.1.0.0/16' });

new aws.ec2.FlowLog('radio', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: config.get('flowLogDestinationType') ?? 's3',
  logDestination: config.require('flowLogDestination'),
});
