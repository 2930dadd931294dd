import { TapStack } from '../lib/tap-stack';

describe('TapStack', () => {
  let stack: TapStack;

  beforeAll(() => {
    stack = new TapStack('test', {
      environmentSuffix: 'test',
      subnetIds: ['subnet-1'],
      sshPublicKey: 'ssh-rsa AAAA',
    });
  });

  it('has a bastion', () => {
    expect(stack.bastionId).toBeDefined();
    expect(stack.keyPairName).toBeDefined();
  });

  it('has a key pair', () => {
    expect(stack.keyPairName).toBeDefined();
  });
});
