import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface DrStackArgs {
  environmentSuffix: string;
}

export class DrStack extends pulumi.ComponentResource {
  public readonly vaultName: pulumi.Output<string>;
  public readonly drVaultArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: DrStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:dr:DrStack', name, args, opts);

    const { environmentSuffix } = args;
    const vault = new aws.backup.Vault(
      `claims-dr-vault-${environmentSuffix}`,
      { name: `claims-dr-${environmentSuffix}`, forceDestroy: true },
      { parent: this }
    );

    this.vaultName = vault.name;
    this.drVaultArn = vault.arn;
    this.registerOutputs({ vaultName: this.vaultName });
  }
}
