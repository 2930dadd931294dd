import * as pulumi from '@pulumi/pulumi';

/** What the inventory knows of a host; nothing is created. */
export class Instance {
  constructor(
    readonly name: string,
    readonly facts: { ami: pulumi.Input<string> }
  ) {}
}
