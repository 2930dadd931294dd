import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface NetworkStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class NetworkStack extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;

  constructor(
    name: string,
    args: NetworkStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('bookings:network:NetworkStack', name, {}, opts);

    const { environmentSuffix, tags } = args;

    this.vpc = new aws.ec2.Vpc(
      `bookings-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.20.0.0/16',
        tags: { ...tags, Name: `bookings-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.s3.Bucket(
      `bookings-flow-logs-${environmentSuffix}`,
      { forceDestroy: true, tags },
      { parent: this }
    );

    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `bookings-vpc-flow-log-group-${environmentSuffix}`,
      {
        retentionInDays: 365,
        tags: {
          ...tags,
          Name: `bookings-vpc-flow-log-group-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `bookings-vpc-flow-log-role-${environmentSuffix}`,
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
        tags: {
          ...tags,
          Name: `bookings-vpc-flow-log-role-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `bookings-vpc-flow-log-policy-${environmentSuffix}`,
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

    // Records all traffic
    new aws.ec2.FlowLog(
      `bookings-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: this.vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags: { ...tags, Name: `bookings-vpc-flow-log-${environmentSuffix}` },
      },
      { parent: this }
    );

    this.registerOutputs({ vpcId: this.vpc.id });
  }
}
