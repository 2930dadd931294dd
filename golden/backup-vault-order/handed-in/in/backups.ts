import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface BackupsArgs {
  stage: string;
  copyTo: pulumi.Input<string>;
}

export class Backups extends pulumi.ComponentResource {
  public readonly planId: pulumi.Output<string>;
  private readonly vault: aws.backup.Vault;
  private readonly plan: aws.backup.Plan;

  constructor(
    name: string,
    private readonly args: BackupsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('archive:Backups', name, {}, opts);
    this.plan = this.createPlan();
    this.vault = new aws.backup.Vault(
      `${name}-vault`,
      { name: `archive-${args.stage}-primary` },
      { parent: this }
    );
    this.planId = this.plan.id;
    this.registerOutputs({ planId: this.planId, vault: this.vault.name });
  }

  private createPlan(): aws.backup.Plan {
    return new aws.backup.Plan(
      `archive-plan-${this.args.stage}`,
      {
        rules: [
          {
            ruleName: 'daily',
            targetVaultName: 'Default',
            copyActions: [{ destinationVaultArn: this.args.copyTo }],
          },
        ],
      },
      { parent: this }
    );
  }
}
