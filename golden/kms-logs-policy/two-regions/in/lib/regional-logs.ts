import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class RegionalLogs extends pulumi.ComponentResource {
  constructor(name: string, args: { provider: aws.Provider }) {
    super('replica:logs:RegionalLogs', name);

    const opts = { parent: this, provider: args.provider };
    const current = aws.getRegionOutput({}, opts);
    const identity = aws.getCallerIdentityOutput({}, opts);

    const key = new aws.kms.Key(
      `${name}-logs`,
      {
        enableKeyRotation: true,
        policy: pulumi
          .all([identity.accountId, current.region])
          .apply(([account, region]) =>
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${account}:root` },
                  Action: 'kms:*',
                  Resource: '*',
                },
                {
                  Effect: 'Allow',
                  Principal: { Service: `logs.${region}.amazonaws.com` },
                  Action: 'kms:*',
                  Resource: '*',
                },
              ],
            })
          ),
      },
      opts
    );

    new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: 30, kmsKeyId: key.arn },
      opts
    );

    this.registerOutputs({ keyArn: key.arn });
  }
}
