import * as ec2 from '@pulumi/aws/ec2';
import * as autoscaling from '@pulumi/aws/autoscaling';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const imageId = config.require('imageId');

// Registers itself by the old way of reading metadata
const registrar = `#!/bin/bash
INSTANCE_ID=$(curl -s http://169.254.169.254/latest/meta-data/instance-id)
AZ=$(curl -s http://169.254.169.254/latest/meta-data/placement/availability-zone)
echo "$INSTANCE_ID $AZ" > /etc/fleet/identity
systemctl restart fleet-agent
`;

export const agent = new ec2.Instance('agent', {
  ami: imageId,
  instanceType: 't3.small',
  subnetId,
  userData: registrar,
  tags: { Name: 'agent', 'Cost Center': '4711' },
});

// Asks for a token first, so nothing changes for it
const modern = `#!/bin/bash
TOKEN=$(curl -s -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 300" \
  http://169.254.169.254/latest/api/token)
curl -s -H "X-aws-ec2-metadata-token: $TOKEN" \
  http://169.254.169.254/latest/meta-data/instance-id > /etc/fleet/identity
`;

export const collector = new ec2.Instance('collector', {
  ami: imageId,
  instanceType: 't3.small',
  subnetId,
  userData: modern,
  tags: { Name: 'collector', 'fleet/role': 'collector' },
});

const configuration = new ec2.LaunchConfiguration('fleet', {
  namePrefix: 'fleet-',
  imageId,
  instanceType: 't3.micro',
});

new autoscaling.Group('fleet', {
  minSize: 2,
  maxSize: 8,
  vpcZoneIdentifiers: [subnetId],
  launchConfiguration: configuration.name,
});

export const renderer = new ec2.SpotInstanceRequest('renderer', {
  ami: imageId,
  instanceType: 'c5.2xlarge',
  spotPrice: '0.12',
  waitForFulfillment: true,
  tags: { Name: 'renderer' },
}).spotInstanceId;
