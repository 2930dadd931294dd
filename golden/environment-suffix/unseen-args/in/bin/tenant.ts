import { readFileSync } from 'node:fs';
import * as pulumi from '@pulumi/pulumi';
import { TenantStack, TenantStackArgs } from '../lib/tenant-stack';

function loadSettings(tenant: string): TenantStackArgs {
  return JSON.parse(readFileSync(`./tenants/${tenant}.json`, 'utf8'));
}

const tenant = new pulumi.Config().require('tenant');

const stack = new TenantStack(tenant, loadSettings(tenant));

export const userPoolId = stack.userPoolId;
export const uploadsBucket = stack.uploadsBucket;
