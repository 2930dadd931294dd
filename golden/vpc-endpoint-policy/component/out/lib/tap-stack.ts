import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  constructor(name: string, args: TapStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tap:stack:TapStack', name, args, opts);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const { environmentSuffix } = args;
    const tags = { Project: 'claims', ...args.tags };

    const vpc = new aws.ec2.Vpc(
      `claims-vpc-${environmentSuffix}`,
      { cidrBlock: '10.20.0.0/16', enableDnsHostnames: true, tags },
      { parent: this }
    );

    const privateSubnets = ['a', 'b'].map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `claims-private-${zone}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.20.${i}.0/24`,
            availabilityZone: `us-east-1${zone}`,
            tags,
          },
          { parent: this }
        )
    );

    const privateRouteTable = new aws.ec2.RouteTable(
      `claims-private-rt-${environmentSuffix}`,
      { vpcId: vpc.id, tags },
      { parent: this }
    );

    const endpointSg = new aws.ec2.SecurityGroup(
      `claims-endpoints-${environmentSuffix}`,
      { vpcId: vpc.id, description: 'Endpoints', tags },
      { parent: this }
    );

    // S3 goes by the route table
    new aws.ec2.VpcEndpoint(
      `s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AccountPrincipals',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
            {
              Sid: 'EcrImageLayers',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::prod-${aws.config.region}-starport-layer-bucket/*`,
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                `arn:aws:s3:::amazonlinux-2-repos-${aws.config.region}/*`,
                `arn:aws:s3:::al2023-repos-${aws.config.region}-de612dc2/*`,
              ],
            },
          ],
        }),
        tags: { ...tags, Name: `s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    const kmsEndpoint = new aws.ec2.VpcEndpoint(
      `kms-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.kms`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSg.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'kms:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `metrics-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.monitoring`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSg.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'cloudwatch:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags,
      },
      { parent: this, dependsOn: [kmsEndpoint] }
    );

    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
