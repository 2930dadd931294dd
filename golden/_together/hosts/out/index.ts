import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const environmentSuffix = config.require('environmentSuffix');

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

// What every web server does first
const userData = `#!/bin/bash
yum update -y
yum install -y httpd

# Basic hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

# Configure automatic security updates
yum install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
echo latest > /etc/dnf/vars/releasever
systemctl enable --now dnf-automatic.timer

# Set up fail2ban for SSH protection
if yum install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi

systemctl restart sshd
`;

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
    tags: { Name: `web-instance-role-${environmentSuffix}` },
  },
);

new aws.iam.RolePolicyAttachment(`web-instance-ssm-${environmentSuffix}`, {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new aws.iam.InstanceProfile(
  `web-instance-profile-${environmentSuffix}`,
  {
    role: webInstanceRole.name,
    tags: { Name: `web-instance-profile-${environmentSuffix}` },
  },
);

const web = new aws.ec2.Instance(`web-${environmentSuffix}`, {
  ami: ami.id,
  instanceType: 't3.micro',
  iamInstanceProfile: webInstanceProfile.name,
  userData,
  rootBlockDevice: { volumeSize: 30 },
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: 'enabled',
  },
  tags: { Name: `web-${environmentSuffix}` },
});

const template = new aws.ec2.LaunchTemplate(`web-${environmentSuffix}`, {
  imageId: ami.id,
  instanceType: 't3.micro',
  iamInstanceProfile: { arn: webInstanceProfile.arn },
  userData: Buffer.from(userData).toString('base64'),
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: 'enabled',
  },
});

export const webId = web.id;
export const templateId = template.id;
