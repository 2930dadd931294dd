import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class WebStack extends pulumi.ComponentResource {
  public readonly logGroup: pulumi.Output<string>;

  constructor(name: string, args: { environmentSuffix: string }) {
    super('web:stack:WebStack', name, args);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });
    const region = aws.getRegionOutput({}, { parent: this });

    const logsKey = new aws.kms.Key(
      `web-logs-${args.environmentSuffix}`,
      {
        description: 'Encrypts the logs of the web tier',
        enableKeyRotation: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Enable IAM User Permissions',
              Effect: 'Allow',
              Principal: {
                AWS: pulumi.interpolate`arn:aws:iam::${identity.accountId}:root`,
              },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Sid: 'Allow CloudWatch Logs',
              Effect: 'Allow',
              Principal: {
                Service: pulumi.interpolate`logs.${region.region}.amazonaws.com`,
              },
              Action: [
                'kms:Encrypt*',
                'kms:Decrypt*',
                'kms:ReEncrypt*',
                'kms:GenerateDataKey*',
                'kms:Describe*',
                'kms:CreateGrant',
              ],
              Resource: '*',
              Condition: {
                ArnLike: {
                  'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region.region}:${identity.accountId}:*`,
                },
              },
            },
          ],
        }),
        tags: { Name: `web-logs-${args.environmentSuffix}` },
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `web-${args.environmentSuffix}`,
      { retentionInDays: 30, kmsKeyId: logsKey.arn },
      { parent: this }
    );

    this.logGroup = logGroup.name;
    this.registerOutputs({ logGroup: this.logGroup });
  }
}
