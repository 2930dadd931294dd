import { KeyPair } from '@pulumi/aws/ec2';

export const bastionKey = new KeyPair('bastion', {
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI bastion',
});

export const owner = 'platform';
