import * as aws from '@pulumi/aws';
import * as tls from '@pulumi/tls';

// SSH
const sshKey = new tls.PrivateKey('ssh', { algorithm: 'ED25519' });
const keyPair = new aws.ec2.KeyPair('ssh', { publicKey: sshKey.publicKeyOpenssh });

// Hosts
const args: aws.ec2.InstanceArgs = {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
};
args.keyName = keyPair.keyName;
const host = new aws.ec2.Instance('host', args);

export const hostId = host.id;
export const sshKeyId = sshKey.id;
