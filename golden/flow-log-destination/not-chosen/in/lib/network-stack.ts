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

    const flowLogsBucket = new aws.s3.Bucket(
      `bookings-flow-logs-${environmentSuffix}`,
      { forceDestroy: true, tags },
      { parent: this }
    );

    // Records all traffic
    new aws.ec2.FlowLog(
      `bookings-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: this.vpc.id,
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: flowLogsBucket.arn,
        destinationOptions: {
          fileFormat: 'parquet',
          perHourPartition: true,
        },
        tags: { ...tags, Name: `bookings-vpc-flow-log-${environmentSuffix}` },
      },
      { parent: this }
    );

    this.registerOutputs({ vpcId: this.vpc.id });
  }
}
