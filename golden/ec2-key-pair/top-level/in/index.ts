import { ec2 } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Buffer } from 'buffer';
import { bastionKey } from './keys';

const stack = pulumi.getStack();

const common = { ami: 'ami-0123456789abcdef0', instanceType: 't3.micro' };

const deployer = new ec2.KeyPair('deployer', {
  keyName: `deployer-${stack}`,
  publicKey: Buffer.from(process.env.DEPLOYER_PUBLIC_KEY ?? '', 'base64').toString(),
});

const web = new ec2.Instance('web', {
  ...common,
  keyName: deployer.keyName,
});

const worker = new ec2.Instance(
  'worker',
  {
    ...common,
    keyName: deployer.id,
    userData: '#!/bin/bash\nyum update -y\n',
  },
  { dependsOn: [deployer] }
);

const bastion = new ec2.Instance('bastion', {
  ...common,
  keyName: bastionKey.keyName,
});

export const addresses = [web, worker, bastion].map(instance => instance.privateIp);
export { deployer as key, bastionKey };
