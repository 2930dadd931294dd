import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class LedgerStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  constructor(
    name: string,
    environmentSuffix: string,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('ledger:stack', name, {}, opts);

    // The network
    const vpc = new aws.ec2.Vpc(
      `ledger-vpc-${environmentSuffix}`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );

    const accountId = aws.getCallerIdentityOutput({}).accountId;
    const region = aws.getRegionOutput({}).id;

    // For the books, not for logs
    const booksKey = new aws.kms.Key(
      `ledger-books-${environmentSuffix}`,
      { enableKeyRotation: true },
      { parent: this }
    );

    // For logs of any kind
    const logsKey = new aws.kms.Key(
      `ledger-logs-${environmentSuffix}`,
      {
        enableKeyRotation: true,
        policy: pulumi.all([accountId, region]).apply(([account, region]) =>
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
                Action: [
                  'kms:Encrypt*',
                  'kms:Decrypt*',
                  'kms:ReEncrypt*',
                  'kms:GenerateDataKey*',
                  'kms:Describe*',
                ],
                Resource: '*',
                Condition: {
                  ArnLike: {
                    'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*`,
                  },
                },
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    // Flow logs of the VPC
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `ledger-vpc-flow-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        kmsKeyId: logsKey.arn,
      },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `ledger-vpc-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `ledger-vpc-flow-log-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: flowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `ledger-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
      },
      { parent: this }
    );

    // The books
    new aws.dynamodb.Table(
      `ledger-books-${environmentSuffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'entry',
        attributes: [{ name: 'entry', type: 'S' }],
        serverSideEncryption: { enabled: true, kmsKeyArn: booksKey.arn },
      },
      { parent: this }
    );

    new aws.cloudwatch.LogGroup(
      `ledger-app-${environmentSuffix}`,
      { retentionInDays: 90, kmsKeyId: logsKey.arn },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
