import { TapStack } from '../lib/tap-stack';

describe('TapStack', () => {
  let stack: TapStack;

  beforeAll(() => {
    stack = new TapStack('test', {
      environmentSuffix: 'test',
      subnetIds: ['subnet-1'],
    });
  });

  it('has a bastion', () => {
    expect(stack.bastionId).toBeDefined();
  });
});
