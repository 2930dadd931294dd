import * as pulumi from '@pulumi/pulumi';
import { EndpointsComponent } from './components/endpoints';
import { IntakeComponent } from './components/intake';
import { NetworkComponent } from './components/network';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: Record<string, string>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly intakeFunctionName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = { ...args.tags, Environment: environmentSuffix };

    const network = new NetworkComponent(
      'network',
      { environmentSuffix, tags },
      { parent: this }
    );

    new EndpointsComponent(
      'endpoints',
      {
        environmentSuffix,
        tags,
        vpcId: network.vpc.id,
        privateSubnets: network.privateSubnets,
      },
      { parent: this }
    );

    const intake = new IntakeComponent(
      'intake',
      {
        environmentSuffix,
        tags,
        vpcId: network.vpc.id,
        subnetIds: network.privateSubnets.map(subnet => subnet.id),
      },
      { parent: this }
    );

    this.vpcId = network.vpc.id;
    this.intakeFunctionName = intake.functionName;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
