import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { sharedArgs } from '@acme/platform';

const config = new pulumi.Config();
const vpc = new aws.ec2.Vpc('partners', { cidrBlock: '10.5.0.0/16' });

new aws.ec2.VpcEndpoint('inspection', {
  vpcId: vpc.id,
  serviceName: config.require('inspectionService'),
  vpcEndpointType: 'Interface',
});

new aws.ec2.VpcEndpoint('shared', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.sqs',
  ...sharedArgs,
});

new aws.ec2.VpcEndpoint('mail', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.email-smtp',
  vpcEndpointType: 'Interface',
});

new aws.ec2.VpcEndpoint('private-api', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.execute-api',
  vpcEndpointType: 'Interface',
});

const bare = new aws.ec2.VpcEndpoint('bare', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.sns',
  vpcEndpointType: 'Interface',
});
new aws.ec2.VpcEndpointPolicy('bare', { vpcEndpointId: bare.id });

function endpoint(service: string, policy?: string) {
  return new aws.ec2.VpcEndpoint(service, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    vpcEndpointType: 'Interface',
    policy,
  });
}
endpoint('states');
