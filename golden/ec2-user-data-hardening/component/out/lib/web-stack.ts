import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface WebStackArgs {
  environmentSuffix: string;
  subnetIds: string[];
}

export class WebStack extends pulumi.ComponentResource {
  public readonly instanceIds: pulumi.Output<string>[] = [];

  constructor(
    name: string,
    args: WebStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:web:WebStack', name, args, opts);

    const ami = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
      },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `web-logs-${args.environmentSuffix}`,
      { retentionInDays: 30 },
      { parent: this }
    );

    args.subnetIds.forEach((subnetId, i) => {
      const instance = new aws.ec2.Instance(
        `web-${i + 1}-${args.environmentSuffix}`,
        {
          ami: ami.id,
          instanceType: 't3.micro',
          subnetId,
          userData: pulumi.interpolate`#!/bin/bash
set -euo pipefail

# Update the system
dnf update -y
dnf install -y nginx amazon-cloudwatch-agent

# Basic security hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

# Configure automatic security updates
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
echo latest > /etc/dnf/vars/releasever
systemctl enable --now dnf-automatic.timer

# Set up fail2ban for SSH protection
if dnf install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi

systemctl restart sshd

# Ship the logs
HOST=$(hostname -f)
echo "group=${logGroup.name} host=\${HOST}" > /etc/web/logs.conf
systemctl enable --now nginx
`,
          tags: { Name: `web-${i + 1}-${args.environmentSuffix}` },
        },
        { parent: this }
      );
      this.instanceIds.push(instance.id);
    });

    this.registerOutputs({ instanceIds: this.instanceIds });
  }
}
