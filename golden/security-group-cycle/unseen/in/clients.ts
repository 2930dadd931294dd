import * as pulumi from '@pulumi/pulumi';

export function clients(): string[] {
  return new pulumi.Config().requireObject<string[]>('clientGroups');
}
