import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ComputeArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  publicSubnets: aws.ec2.Subnet[];
  warehouseSubnet: aws.ec2.Subnet;
  securityGroupId: pulumi.Input<string>;
}

export class Compute extends pulumi.ComponentResource {
  public readonly bastionId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ComputeArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Compute', name, {}, opts);

    const {
      environmentSuffix,
      tags,
      publicSubnets,
      warehouseSubnet,
      securityGroupId,
    } = args;

    // The bastion
    const ami = aws.ec2.getAmiOutput({
      mostRecent: true,
      owners: ['amazon'],
      filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
    });

    // Access through Systems Manager
    const shopInstanceRole = new aws.iam.Role(
      `shop-instance-role-${environmentSuffix}`,
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
        tags: { ...tags, Name: `shop-instance-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicyAttachment(
      `shop-instance-ssm-${environmentSuffix}`,
      {
        role: shopInstanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      { parent: this }
    );

    const shopInstanceProfile = new aws.iam.InstanceProfile(
      `shop-instance-profile-${environmentSuffix}`,
      {
        role: shopInstanceRole.name,
        tags: { ...tags, Name: `shop-instance-profile-${environmentSuffix}` },
      },
      { parent: this }
    );

    const bastion = new aws.ec2.Instance(
      `shop-bastion-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 't3.micro',
        subnetId: publicSubnets[0].id,
        vpcSecurityGroupIds: [securityGroupId],
        iamInstanceProfile: shopInstanceProfile.name,
        rootBlockDevice: { volumeSize: 30, encrypted: true },
        userData: `#!/bin/bash
yum update -y
sed -i 's/^#*PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
yum install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
echo latest > /etc/dnf/vars/releasever
systemctl enable --now dnf-automatic.timer
if yum install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd
`,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
        tags: { ...tags, Name: `shop-bastion-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [publicSubnets[0]] }
    );

    // Workers of the warehouse
    const workers = new aws.ec2.LaunchTemplate(
      `shop-workers-${environmentSuffix}`,
      {
        imageId: ami.id,
        instanceType: 't3.small',
        iamInstanceProfile: { arn: shopInstanceProfile.arn },
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
        tags,
      },
      { parent: this }
    );

    new aws.autoscaling.Group(
      `shop-workers-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 3,
        vpcZoneIdentifiers: [warehouseSubnet.id],
        launchTemplate: { id: workers.id, version: '$Latest' },
      },
      { parent: this }
    );

    this.bastionId = bastion.id;

    this.registerOutputs({ bastionId: this.bastionId });
  }
}
