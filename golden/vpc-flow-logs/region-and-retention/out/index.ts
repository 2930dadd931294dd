import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class LedgerNetwork extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;

  constructor(
    private readonly environmentSuffix: string,
    region: string,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('ledger:network', `ledger-${environmentSuffix}`, {}, opts);
    const defaultOpts = { parent: this };

    this.vpc = new aws.ec2.Vpc(
      this.nameOf('vpc'),
      { cidrBlock: '10.7.0.0/16', region, tags: this.tagsOf('vpc') },
      defaultOpts
    );

    const flowLogGroup = new aws.cloudwatch.LogGroup(
      this.nameOf('vpc-flow-logs'),
      {
        retentionInDays: 90,
        region,
        tags: this.tagsOf('vpc-flow-logs'),
      },
      defaultOpts
    );

    const flowLogRole = new aws.iam.Role(
      this.nameOf('vpc-flow-log-role'),
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
        tags: this.tagsOf('vpc-flow-log-role'),
      },
      defaultOpts
    );

    new aws.iam.RolePolicy(
      this.nameOf('vpc-flow-log-policy'),
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
      defaultOpts
    );

    new aws.ec2.FlowLog(
      this.nameOf('vpc-flow-log'),
      {
        vpcId: this.vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        region,
        tags: this.tagsOf('vpc-flow-log'),
      },
      defaultOpts
    );

    this.registerOutputs({ vpcId: this.vpc.id });
  }

  private nameOf(part: string): string {
    return `ledger-${part}-${this.environmentSuffix}`;
  }

  private tagsOf(part: string) {
    return { Name: this.nameOf(part), Ledger: 'yes' };
  }
}

const network = new LedgerNetwork('dev', 'eu-north-1');

export const vpcId = network.vpc.id;
