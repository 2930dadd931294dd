import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface WebStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
  tags: { [key: string]: string };
}

export class WebStack extends pulumi.ComponentResource {
  public readonly instanceIds: pulumi.Output<string>[];
  public readonly groupName: pulumi.Output<string>;

  constructor(
    name: string,
    args: WebStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:web:WebStack', name, args, opts);

    const { environmentSuffix, subnetIds, tags } = args;

    // Network
    const securityGroup = new aws.ec2.SecurityGroup(
      `web-sg-${environmentSuffix}`,
      { description: 'Web servers', tags },
      { parent: this }
    );

    // Access through Systems Manager
    const webInstanceRole = new aws.iam.Role(
      `web-instance-role-${environmentSuffix}`,
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
        tags: { ...tags, Name: `web-instance-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicyAttachment(
      `web-instance-ssm-${environmentSuffix}`,
      {
        role: webInstanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      { parent: this }
    );

    const webInstanceProfile = new aws.iam.InstanceProfile(
      `web-instance-profile-${environmentSuffix}`,
      {
        role: webInstanceRole.name,
        tags: { ...tags, Name: `web-instance-profile-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Servers
    const server = new aws.ec2.Instance(
      `web-server-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.small',
        subnetId: subnetIds[0],
        vpcSecurityGroupIds: [securityGroup.id],
        iamInstanceProfile: webInstanceProfile.name,
        tags: { ...tags, Name: `web-server-${environmentSuffix}` },
      },
      { parent: this }
    );

    const worker = new aws.ec2.Instance(
      `web-worker-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: subnetIds[0],
        iamInstanceProfile: webInstanceProfile.name,
        tags: { ...tags, Name: `web-worker-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [server] }
    );

    // Scaling
    const template = new aws.ec2.LaunchTemplate(
      `web-template-${environmentSuffix}`,
      {
        imageId: 'ami-0123456789abcdef0',
        instanceType: 't3.small',
        iamInstanceProfile: { arn: webInstanceProfile.arn },
        tagSpecifications: [{ resourceType: 'instance', tags }],
      },
      { parent: this }
    );

    const group = new aws.autoscaling.Group(
      `web-group-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 3,
        vpcZoneIdentifiers: subnetIds,
        launchTemplate: { id: template.id, version: '$Latest' },
      },
      { parent: this }
    );

    this.instanceIds = [server.id, worker.id];
    this.groupName = group.name;
    this.registerOutputs({ groupName: this.groupName });
  }
}
