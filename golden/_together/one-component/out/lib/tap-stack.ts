import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: Record<string, string>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly vaultBucketName: pulumi.Output<string>;
  public readonly tokenKeyArn: pulumi.Output<string>;
  public readonly trailArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, {}, opts);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = { ...args.tags, Environment: environmentSuffix };

    // 1. Key for tokens
    const tokenKey = new aws.kms.Key(
      `token-key-${environmentSuffix}`,
      {
        description: 'Encrypts the vault',
        deletionWindowInDays: 7,
        enableKeyRotation: true,
        tags,
      },
      { parent: this }
    );

    // 2. Network without a way out
    const vpc = new aws.ec2.Vpc(
      `zero-trust-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.60.0.0/16',
        enableDnsHostnames: true,
        tags: { ...tags, Name: `zero-trust-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const privateSubnets = ['a', 'b', 'c'].map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `zero-trust-private-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.60.${i}.0/24`,
            availabilityZone: `eu-west-1${zone}`,
            tags: {
              ...tags,
              Name: `zero-trust-private-subnet-${i}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
    );

    // Route table of the private subnets
    const privateRouteTable = new aws.ec2.RouteTable(
      `zero-trust-private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `zero-trust-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `zero-trust-private-rta-${i}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    // 3. The vault is read through an endpoint
    const s3Endpoint = new aws.ec2.VpcEndpoint(
      `zero-trust-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-west-1.s3',
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
              Resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
                'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*',
              ],
            },
          ],
        }),
        tags: { ...tags, Name: `zero-trust-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // 4. The vault
    const vault = new aws.s3.BucketV2(
      `vault-${environmentSuffix}`,
      { forceDestroy: true, tags },
      { parent: this }
    );

    const vaultPolicy = new aws.s3.BucketPolicy(
      `vault-policy-${environmentSuffix}`,
      {
        bucket: vault.id,
        policy: pulumi
          .all([vault.arn, s3Endpoint.id])
          .apply(([vaultArn, endpointId]) =>
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: `${vaultArn}/*`,
                  Condition: {
                    StringNotEquals: { 'aws:sourceVpce': endpointId },
                  },
                },
                {
                  Effect: 'Allow',
                  Principal: { Service: 'cloudtrail.amazonaws.com' },
                  Action: ['s3:GetBucketAcl', 's3:PutObject'],
                  Resource: [vaultArn, `${vaultArn}/trail/*`],
                },
              ],
            })
          ),
      },
      { parent: this }
    );

    // 5. Who read what
    const trail = new aws.cloudtrail.Trail(
      `zero-trust-trail-${environmentSuffix}`,
      {
        s3BucketName: vault.bucket,
        s3KeyPrefix: 'trail',
        enableLogFileValidation: true,
        eventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true,
          },
        ],
        tags,
      },
      { parent: this, dependsOn: [vaultPolicy] }
    );

    this.vpcId = vpc.id;
    this.vaultBucketName = vault.bucket;
    this.tokenKeyArn = tokenKey.arn;
    this.trailArn = trail.arn;

    this.registerOutputs({
      vpcId: this.vpcId,
      vaultBucketName: this.vaultBucketName,
    });
  }
}
