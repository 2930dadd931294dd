import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface IngestStackArgs {
  environmentSuffix: string;
  shardCount: number;
}

export class IngestStack extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: IngestStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('iot:ingest:IngestStack', name, args, opts);

    const { environmentSuffix, shardCount } = args;

    const stream = new aws.kinesis.Stream(
      `ingest-stream-${environmentSuffix}`,
      {
        shardCount,
        retentionPeriod: 48,
        encryptionType: 'KMS',
        kmsKeyId: 'alias/aws/kinesis',
      },
      { parent: this }
    );

    const role = new aws.iam.Role(
      `ingest-role-${environmentSuffix}`,
      {
        assumeRolePolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'iot.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `ingest-policy-${environmentSuffix}`,
      {
        role: role.id,
        policy: stream.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: arn },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.iot.TopicRule(
      `ingest_rule_${environmentSuffix}`,
      {
        enabled: true,
        sql: "SELECT * FROM 'devices/+/readings'",
        sqlVersion: '2016-03-23',
        kineses: [
          {
            roleArn: role.arn,
            streamName: stream.name,
            partitionKey: '${topic(2)}',
          },
        ],
      },
      { parent: this }
    );

    this.registerOutputs({});
  }
}
