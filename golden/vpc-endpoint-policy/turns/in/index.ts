import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('gateway', { cidrBlock: '10.1.0.0/16' });
const region = aws.getRegionOutput();

const sessions = ['ssm', 'ssmmessages', 'ec2messages'];
for (let i = 0; i < sessions.length; i++) {
  new aws.ec2.VpcEndpoint(`session-${i}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.eu-west-1.${sessions[i]}`,
    vpcEndpointType: 'Interface',
  });
}

if (new pulumi.Config().getBoolean('audited')) {
  new aws.ec2.VpcEndpoint('trail', {
    vpcId: vpc.id,
    serviceName: pulumi.concat(
      'com.amazonaws.',
      region.name,
      '.cloudtrail'
    ),
    vpcEndpointType: 'Interface',
  });
}

// One caller so far
function endpointTo(service: string) {
  return new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    vpcEndpointType: 'Interface',
  });
}

export const keys = endpointTo('kms').id;
