import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal: Record<string, string | string[]>;
  Action: string | readonly string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

const LOGS_ACTIONS = [
  'kms:Encrypt*',
  'kms:Decrypt*',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:Describe*',
  'kms:CreateGrant',
] as const;

const root = (accountId: string, partition: string): Statement => ({
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
});

class Shop extends pulumi.ComponentResource {
  public readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('shop:index:Shop', name, {}, opts);
    const key = this.createKey(name);
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-orders`,
      { retentionInDays: 30, kmsKeyId: key.arn },
      { parent: this }
    );
    this.registerOutputs({});
  }

  private createKey(name: string): aws.kms.Key {
    const policy = pulumi
      .all([
        aws.getCallerIdentity({}, { parent: this }),
        aws.getPartition({}, { parent: this }),
        aws.getRegion({}, { parent: this }),
      ])
      .apply(async ([identity, { partition }, region]) => {
        const statements: Statement[] = [root(identity.accountId, partition)];
        statements.push({
          Sid: 'Logs',
          Effect: 'Allow',
          Principal: { Service: `logs.${region.name}.amazonaws.com` },
          Action: LOGS_ACTIONS,
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region.name}:${identity.accountId}:*`,
            },
          },
        });
        return JSON.stringify({ Version: '2012-10-17', Statement: statements });
      });
    return new aws.kms.Key(
      `${name}-orders`,
      { enableKeyRotation: true, policy },
      { parent: this }
    );
  }
}

const shop = new Shop('shop');

export const logGroupName = shop.logGroup.name;
