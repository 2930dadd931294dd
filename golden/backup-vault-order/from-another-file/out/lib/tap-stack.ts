import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { BackupStack } from './backup-stack';
import { DrStack } from './dr-stack';

export interface TapStackArgs {
  environmentSuffix: string;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly planId: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, {}, opts);

    const drProvider = new aws.Provider(
      'dr',
      { region: 'eu-north-1' },
      { parent: this }
    );

    const dr = new DrStack(
      'dr',
      { environmentSuffix: args.environmentSuffix },
      { parent: this, provider: drProvider }
    );

    const backup = new BackupStack(
      'backup',
      { environmentSuffix: args.environmentSuffix, drVaultArn: dr.drVaultArn },
      { parent: this }
    );

    this.planId = backup.planId;
    this.registerOutputs({ planId: this.planId, drVault: dr.vaultName });
  }
}
