import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class PrintStack extends pulumi.ComponentResource {
  public readonly spoolerId: pulumi.Output<string>;
  public readonly trailArn: pulumi.Output<string>;

  constructor(
    name: string,
    args: { environmentSuffix?: string },
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('print:index:PrintStack', name, args, opts);
    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const environmentSuffix = args.environmentSuffix || 'dev';

    const vpc = new aws.ec2.Vpc(
      `print-vpc-${environmentSuffix}`,
      { cidrBlock: '10.5.0.0/16' },
      { parent: this }
    );

    const subnet = new aws.ec2.Subnet(
      `print-subnet-${environmentSuffix}`,
      { vpcId: vpc.id, cidrBlock: '10.5.0.0/24' },
      { parent: this }
    );

    const routes = new aws.ec2.RouteTable(
      `print-routes-${environmentSuffix}`,
      { vpcId: vpc.id },
      { parent: this }
    );

    const association = new aws.ec2.RouteTableAssociation(
      `print-routes-${environmentSuffix}`,
      { subnetId: subnet.id, routeTableId: routes.id },
      { parent: this }
    );

    const endpoint = new aws.ec2.VpcEndpoint(
      `print-s3-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-west-2.s3',
        routeTableIds: [routes.id],
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
              Resource: 'arn:aws:s3:::prod-eu-west-2-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-eu-west-2/*',
                'arn:aws:s3:::al2023-repos-eu-west-2-de612dc2/*',
              ],
            },
          ],
        }),
      },
      { parent: this }
    );

    const key = new aws.kms.Key(
      `print-key-${environmentSuffix}`,
      { description: 'Signs receipts', enableKeyRotation: true },
      { parent: this }
    );

    // Asymmetric keys do not rotate
    new aws.kms.Key(
      `print-receipts-${environmentSuffix}`,
      { customerMasterKeySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY' },
      { parent: this }
    );

    const image = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
      },
      { parent: this }
    );

    const spooler = new aws.ec2.Instance(
      `print-spooler-${environmentSuffix}`,
      {
        ami: image.id,
        instanceType: 't3.small',
        subnetId: subnet.id,
        iamInstanceProfile: 'print-spooler',
        rootBlockDevice: {
          volumeSize: 40,
          encrypted: true,
          kmsKeyId: key.arn,
        },
        metadataOptions: { httpTokens: 'required' },
      },
      { parent: this, dependsOn: [association, endpoint] }
    );

    const documents = new aws.s3.BucketV2(
      `print-documents-${environmentSuffix}`,
      { forceDestroy: true },
      { parent: this }
    );

    const trail = new aws.cloudtrail.Trail(
      `print-trail-${environmentSuffix}`,
      {
        s3BucketName: 'print-shop-audit',
        eventSelectors: [
          {
            dataResources: [
              {
                type: 'AWS::S3::Object',
                values: [pulumi.interpolate`${documents.arn}/`],
              },
            ],
          },
        ],
      },
      { parent: this }
    );

    this.spoolerId = spooler.id;
    this.trailArn = trail.arn;
    this.registerOutputs({ spoolerId: this.spoolerId });
  }
}
