import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const ami = config.require('amazonLinuxAmi');
const registry = config.require('registry');

// A line a string
export const web = new aws.ec2.Instance('web', {
  ami,
  instanceType: 't3.micro',
  userData:
    '#!/bin/bash\n' +
    'yum install -y nginx\n' +
    "echo 'it works' > /usr/share/nginx/html/index.html\n" +
    "sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config\n" +
    'if yum install -y yum-cron; then\n' +
    "  sed -i -E 's/^update_cmd = .*/update_cmd = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/yum/yum-cron.conf\n" +
    '  systemctl enable --now yum-cron\n' +
    'fi\n' +
    'if amazon-linux-extras install -y epel && yum install -y fail2ban-server; then\n' +
    "  printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local\n" +
    '  systemctl enable --now fail2ban\n' +
    'fi\n' +
    'systemctl restart sshd\n',
}).id;

export const db = new aws.ec2.Instance('db', {
  ami,
  instanceType: 't3.micro',
  userData:
    '#!/bin/bash\n' +
    'yum install -y postgresql-server\n' +
    "sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config\n" +
    "sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config\n" +
    'if yum install -y yum-cron; then\n' +
    "  sed -i -E 's/^update_cmd = .*/update_cmd = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/yum/yum-cron.conf\n" +
    '  systemctl enable --now yum-cron\n' +
    'fi\n' +
    'if amazon-linux-extras install -y epel && yum install -y fail2ban-server; then\n' +
    "  printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local\n" +
    '  systemctl enable --now fail2ban\n' +
    'fi\n' +
    'systemctl restart sshd\n' +
    'systemctl enable --now postgresql',
}).id;

// All in one line
const worker = `#!/bin/bash
yum install -y docker
docker run -d ${registry}/worker
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
if amazon-linux-extras install -y epel && yum install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd`;
export const workers = new aws.ec2.LaunchTemplate('workers', {
  imageId: ami,
  userData: pulumi
    .output(worker)
    .apply(script => Buffer.from(script).toString('base64')),
}).id;

export const cache = new aws.ec2.Instance('cache', {
  ami,
  instanceType: 't3.micro',
  userData: `#!/bin/bash
yum install -y redis && echo "up: \`date\` \${HOST}"
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
if amazon-linux-extras install -y epel && yum install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd
`,
}).id;

export const queue = new aws.ec2.Instance('queue', {
  ami,
  instanceType: 't3.micro',
  userData: [
    '#!/bin/bash',
    'yum install -y rabbitmq-server',
    "sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config",
    "sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config",
    "sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config",
    "sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config",
    "sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config",
    "sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config",
    'if yum install -y yum-cron; then',
    "  sed -i -E 's/^update_cmd = .*/update_cmd = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/yum/yum-cron.conf",
    '  systemctl enable --now yum-cron',
    'fi',
    'if amazon-linux-extras install -y epel && yum install -y fail2ban-server; then',
    "  printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local",
    '  systemctl enable --now fail2ban',
    'fi',
    'systemctl restart sshd',
  ].join('\n'),
}).id;
