import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class TenantVault extends pulumi.ComponentResource {
  constructor(tenant: string) {
    super('tenants:TenantVault', tenant);
    new aws.backup.Vault(
      `${tenant}-vault`,
      { name: 'tenant-vault' },
      { parent: this }
    );
  }
}
