/**
 * Everything that the tokeniser needs: a network without a way out, the bucket
 * that it writes to, and the role that it runs as.
 */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  vpcCidr?: string;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly vaultBucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs = {},
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('custom:tap:TapStack', name, {}, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const securityTags = {
      Environment: environmentSuffix,
      DataClassification: 'restricted',
      ManagedBy: 'Pulumi',
    };

    // Key for everything at rest
    const kmsKey = new aws.kms.Key(
      `tap-key-${environmentSuffix}`,
      {
        description: 'Encrypts tokens at rest',
        enableKeyRotation: true,
        deletionWindowInDays: 7,
        tags: securityTags,
      },
      { parent: this }
    );

    // Isolated network
    const vpc = new aws.ec2.Vpc(
      `vpc-${environmentSuffix}`,
      {
        cidrBlock: args.vpcCidr || '10.40.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { ...securityTags, Name: `vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // One private subnet in each of three zones
    const zones = aws.getAvailabilityZonesOutput({ state: 'available' });
    const privateSubnets: aws.ec2.Subnet[] = [];
    for (let i = 0; i < 3; i++) {
      const subnet = new aws.ec2.Subnet(
        `private-subnet-${i}-${environmentSuffix}`,
        {
          vpcId: vpc.id,
          cidrBlock: `10.40.${i}.0/24`,
          availabilityZone: zones.names[i],
          tags: {
            ...securityTags,
            Name: `private-subnet-${i}-${environmentSuffix}`,
          },
        },
        { parent: this }
      );
      privateSubnets.push(subnet);
    }

    // Route table of the private subnets
    const privateRouteTable = new aws.ec2.RouteTable(
      `private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: {
          ...securityTags,
          Name: `private-rt-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `private-rta-${i}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    // Gateway endpoint for S3
    const s3Endpoint = new aws.ec2.VpcEndpoint(
      `s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        tags: {
          ...securityTags,
          Name: `s3-endpoint-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    // Vault for the tokens
    const vaultBucket = new aws.s3.BucketV2(
      `vault-${environmentSuffix}`,
      { forceDestroy: true, tags: securityTags },
      { parent: this }
    );

    new aws.s3.BucketPolicy(
      `vault-policy-${environmentSuffix}`,
      {
        bucket: vaultBucket.id,
        policy: pulumi
          .all([vaultBucket.arn, s3Endpoint.id])
          .apply(([arn, endpointId]) =>
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'OnlyThroughTheEndpoint',
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 's3:PutObject',
                  Resource: `${arn}/*`,
                  Condition: {
                    StringNotEquals: { 'aws:sourceVpce': endpointId },
                  },
                },
              ],
            })
          ),
      },
      { parent: this }
    );

    new aws.cloudwatch.LogGroup(
      `tokeniser-logs-${environmentSuffix}`,
      { retentionInDays: 30, tags: securityTags },
      { parent: this, dependsOn: [kmsKey] }
    );

    this.vpcId = vpc.id;
    this.vaultBucketName = vaultBucket.bucket;

    this.registerOutputs({
      vpcId: this.vpcId,
      vaultBucketName: this.vaultBucketName,
    });
  }
}
