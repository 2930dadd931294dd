import * as pulumi from '@pulumi/pulumi';
import { QueueStack } from './queue-stack';

export { QueueStack, QueueStackArgs } from './queue-stack';

/** A queue for each of `names`; what becomes of their outputs is the caller's choice. */
export function queuesOf(
  names: string[],
  parent?: pulumi.Resource
): Record<string, QueueStack> {
  const queues: Record<string, QueueStack> = {};
  for (const name of names) {
    queues[name] = new QueueStack(name, {}, { parent });
  }
  return queues;
}
