import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class NetworkStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  constructor(
    name: string,
    args: NetworkStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('payments:network:NetworkStack', name, {}, opts);

    const { environmentSuffix, tags } = args;

    const vpc = new aws.ec2.Vpc(
      `payments-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.20.0.0/16',
        enableDnsHostnames: true,
        tags: { ...tags, Name: `payments-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // VPC Flow Logs
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `vpc-flow-logs-${environmentSuffix}`,
      {
        name: `/aws/vpc/flowlogs-${environmentSuffix}`,
        retentionInDays: 30,
        tags,
      },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `vpc-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Action: 'sts:AssumeRole',
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `vpc-flow-log-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'logs:CreateLogGroup',
                'logs:CreateLogStream',
                'logs:PutLogEvents',
                'logs:DescribeLogGroups',
                'logs:DescribeLogStreams',
              ],
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
