import * as aws from '@pulumi/aws';

// Looked up, not created.
const existing = aws.ec2.getKeyPairOutput({ keyName: 'deployer' });

new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  keyName: existing.apply(key => key.keyName ?? 'deployer'),
});

// A key of another service.
const simple = new aws.lightsail.KeyPair('simple', {});

new aws.lightsail.Instance('simple', {
  availabilityZone: 'us-east-1a',
  blueprintId: 'amazon_linux_2023',
  bundleId: 'nano_3_0',
  keyPairName: simple.name,
});
