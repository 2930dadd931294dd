import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface HostsArgs {
  environmentSuffix: string;
  subnetId: pulumi.Input<string>;
}

export class Hosts extends pulumi.ComponentResource {
  public readonly addresses: pulumi.Output<string>[];

  constructor(
    name: string,
    args: HostsArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:compute:Hosts', name, args, opts);

    const { environmentSuffix } = args;

    // Access through Systems Manager
    const instanceRole = new aws.iam.Role(
      `instance-role-${environmentSuffix}`,
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
      },
      { parent: this }
    );

    new aws.iam.RolePolicyAttachment(
      `instance-ssm-${environmentSuffix}`,
      {
        role: instanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      { parent: this }
    );

    const instanceProfile = new aws.iam.InstanceProfile(
      `instance-profile-${environmentSuffix}`,
      {
        role: instanceRole.name,
      },
      { parent: this }
    );

    // Hosts
    const web = new aws.ec2.Instance(
      `hosts-web-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: args.subnetId,
        iamInstanceProfile: instanceProfile.name,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
      },
      { parent: this }
    );

    const worker = new aws.ec2.Instance(
      `hosts-worker-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        subnetId: args.subnetId,
        iamInstanceProfile: instanceProfile.name,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
      },
      { parent: this, dependsOn: [web] }
    );

    this.addresses = [web.privateIp, worker.privateIp];
    this.registerOutputs({ addresses: this.addresses });
  }
}
