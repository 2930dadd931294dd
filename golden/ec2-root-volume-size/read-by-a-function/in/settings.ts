import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

/** What the stack says, and otherwise what is usual. */
export function numberOr(key: string, usual: number): number {
  const set = config.getNumber(key);
  return set === undefined ? usual : set;
}

export const textOr = (key: string, usual: string): string =>
  config.get(key) ?? usual;
