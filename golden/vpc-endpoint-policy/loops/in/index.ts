import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput({});
const accountId = identity.accountId;
const region = aws.config.requireRegion();
const vpcId = new pulumi.Config().require('vpcId');
const subnetIds = new pulumi.Config().requireObject<string[]>('subnetIds');
const routeTableIds = ['rtb-0a1b2c3d'];

// Pulls of images, and their logs
for (const service of ['ecr.api', 'ecr.dkr', 'logs']) {
  new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId,
    serviceName: `com.amazonaws.${region}.${service}`,
    vpcEndpointType: 'Interface',
    subnetIds,
    privateDnsEnabled: true,
  });
}

['s3', 'dynamodb'].forEach(service => {
  new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId,
    serviceName: `com.amazonaws.${region}.${service}`,
    routeTableIds,
  });
});

export const keys = [
  { name: 'keys', service: 'kms' },
  { name: 'secrets', service: 'secretsmanager' },
].map(
  entry =>
    new aws.ec2.VpcEndpoint(entry.name, {
      vpcId,
      serviceName: `com.amazonaws.${region}.${entry.service}`,
      vpcEndpointType: 'Interface',
      subnetIds,
      privateDnsEnabled: true,
    })
);

export const registry = ['api', 'dkr'].map(
  part =>
    new aws.ec2.VpcEndpoint(`registry-${part}`, {
      vpcId,
      serviceName: `com.amazonaws.${region}.ecr.${part}`,
      vpcEndpointType: 'Interface',
      subnetIds,
    })
);
export const account = accountId;
