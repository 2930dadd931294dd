import * as pulumi from '@pulumi/pulumi';
import assert from 'node:assert';
import { before, describe, it } from 'node:test';

describe('ArchiveStack', () => {
  before(() => {
    pulumi.runtime.setMocks({
      newResource: args => ({ id: `${args.name}-id`, state: args.inputs }),
      call: args => args.inputs,
    });
  });

  it('makes a plan', async () => {
    const { ArchiveStack } = await import('../lib/archive-stack');
    const stack = new ArchiveStack('test', {}, { protect: false });
    assert.ok(stack.planId);
  });
});
