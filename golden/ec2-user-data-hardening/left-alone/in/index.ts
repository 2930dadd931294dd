import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const ami = config.require('ami');
const common = { ami, instanceType: 't3.micro' };
const ecs = aws.ssm.getParameterOutput({
  name: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
});

// No user data at all
const silent = new aws.ec2.Instance('silent', common);

// What the report asks for
const hardened = new aws.ec2.Instance('hardened', {
  ...common,
  userData: `#!/bin/bash
# Comprehensive security hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i 's/#PubkeyAuthentication yes/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i 's/#MaxAuthTries 6/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i 's/#ClientAliveInterval 0/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i 's/#ClientAliveCountMax 3/ClientAliveCountMax 2/' /etc/ssh/sshd_config
systemctl restart sshd

# Configure automatic security updates
dnf install -y dnf-automatic
sed -i 's/apply_updates = no/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable dnf-automatic.timer

# Set up fail2ban for SSH protection
dnf install -y fail2ban
systemctl enable fail2ban
systemctl start fail2ban
`,
});

// Not a shell script
const cloudConfig = new aws.ec2.Instance('cloud-config', {
  ...common,
  userData: `#cloud-config
packages:
  - nginx
`,
});
const windows = new aws.ec2.Instance('windows', {
  ...common,
  userData: `<powershell>
Install-WindowsFeature Web-Server
</powershell>`,
});
const python = new aws.ec2.Instance('python', {
  ...common,
  userData: '#!/usr/bin/env python3\nprint("yum update")\n',
});
const multipart = new aws.ec2.Instance('multipart', {
  ...common,
  userData: `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: text/x-shellscript

#!/bin/bash
yum update -y
--//--
`,
});

// A node of a cluster
const node = new aws.ec2.LaunchTemplate('node', {
  imageId: ecs.value,
  instanceType: 't3.medium',
  userData: Buffer.from(
    `#!/bin/bash
echo ECS_CLUSTER=main >> /etc/ecs/ecs.config
`
  ).toString('base64'),
});

// Nobody gets in over SSH, and updates are there
const closed = new aws.ec2.Instance('closed', {
  ...common,
  userData: `#!/bin/bash
systemctl disable --now sshd
dnf install -y dnf-automatic
systemctl enable --now dnf-automatic-install.timer
`,
});

export const ids = [
  silent,
  hardened,
  cloudConfig,
  windows,
  python,
  multipart,
  node,
  closed,
].map(it => it.id);
