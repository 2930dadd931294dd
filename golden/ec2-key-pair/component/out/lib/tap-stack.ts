import * as pulumi from '@pulumi/pulumi';
import { AccessStack } from './access-stack';
import { ComputeStack } from './compute-stack';

export interface TapStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
}

export class TapStack extends pulumi.ComponentResource {
  public readonly bastionId: pulumi.Output<string>;

  constructor(name: string, args: TapStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tap:stack:TapStack', name, args, opts);

    const access = new AccessStack(
      'access',
      { environmentSuffix: args.environmentSuffix },
      { parent: this },
    );

    const compute = new ComputeStack(
      'compute',
      {
        environmentSuffix: args.environmentSuffix,
        subnetIds: args.subnetIds,
        instanceProfileName: access.instanceProfile.name,
      },
      { parent: this },
    );

    this.bastionId = compute.bastion.id;

    this.registerOutputs({
      bastionId: this.bastionId,
    });
  }
}
