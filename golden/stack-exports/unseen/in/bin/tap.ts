import { ServiceAccount } from '@acme/platform';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { AuditStack } from '../lib/audit-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

new ServiceAccount('deployer', { environmentSuffix });

async function main(): Promise<void> {
  const { accountId } = await aws.getCallerIdentity({});
  const owner = new pulumi.Config().get('auditAccount') ?? accountId;

  if (accountId === owner) {
    new AuditStack('audit', { environmentSuffix });
  }
}

void main();
