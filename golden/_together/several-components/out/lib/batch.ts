import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface BatchComponentArgs {
  environmentSuffix: string;
  tags: pulumi.Input<{ [key: string]: string }>;
  adminCidr: string;
  vpcId: pulumi.Input<string>;
  subnets: aws.ec2.Subnet[];
}

export class BatchComponent extends pulumi.ComponentResource {
  public readonly groupName: pulumi.Output<string>;

  constructor(
    name: string,
    args: BatchComponentArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:compute:BatchComponent', name, {}, opts);

    const { environmentSuffix, tags } = args;

    const securityGroup = new aws.ec2.SecurityGroup(
      `payment-batch-sg-${environmentSuffix}`,
      {
        vpcId: args.vpcId,
        description: 'Settlement runs',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 8443,
            toPort: 8443,
            cidrBlocks: [args.adminCidr],
          },
        ],
        tags,
      },
      { parent: this }
    );

    const image = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [{ name: 'name', values: ['al2023-ami-2023.*-arm64'] }],
      },
      { parent: this }
    );

    const paymentBatchInstanceRole = new aws.iam.Role(
      `payment-batch-instance-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicyAttachment(
      `payment-batch-instance-ssm-${environmentSuffix}`,
      {
        role: paymentBatchInstanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      { parent: this }
    );

    const paymentBatchInstanceProfile = new aws.iam.InstanceProfile(
      `payment-batch-instance-profile-${environmentSuffix}`,
      {
        role: paymentBatchInstanceRole.name,
        tags,
      },
      { parent: this }
    );

    const template = new aws.ec2.LaunchTemplate(
      `payment-batch-template-${environmentSuffix}`,
      {
        imageId: image.id,
        instanceType: 'm7g.large',
        vpcSecurityGroupIds: [securityGroup.id],
        iamInstanceProfile: { arn: paymentBatchInstanceProfile.arn },
        metadataOptions: {
          httpTokens: 'required',
          httpEndpoint: 'enabled',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: { volumeSize: 30, volumeType: 'gp3', encrypted: 'true' },
          },
        ],
        tags,
      },
      { parent: this }
    );

    const group = new aws.autoscaling.Group(
      `payment-batch-${environmentSuffix}`,
      {
        minSize: 0,
        maxSize: 4,
        vpcZoneIdentifiers: args.subnets.map(subnet => subnet.id),
        launchTemplate: { id: template.id, version: '$Latest' },
      },
      { parent: this, dependsOn: [securityGroup, ...args.subnets] }
    );

    this.groupName = group.name;
    this.registerOutputs({ groupName: this.groupName });
  }
}
