import * as aws from '@pulumi/aws';

const token = 'hunter2-Xy';
export const key = new aws.kms.Key('pw-AKIAIOSFODNN7EXAMPLE', {
  description: 'key for hunter2-Xy',
});
export const pair = new aws.ec2.KeyPair('pair-hunter2-Xy', { publicKey: 'ssh-rsa AAAA', tags: { token } });
export class Tier {
  make() {
    return new aws.ec2.Instance('host-AKIAIOSFODNN7EXAMPLE', {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.micro',
      keyName: pair.keyName,
      rootBlockDevice: { volumeSize: 20 },
    });
  }
}
