import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const ami = config.require('ami');
const common = { ami, instanceType: 't3.micro' };

// The restart stands in a condition, and the script leaves early
export const guarded = new aws.ec2.Instance('guarded', {
  ...common,
  userData: `#!/bin/bash
exec > >(tee /var/log/user-data.log | logger -t user-data) 2>&1
dnf install -y \\
  git \\
  jq
if [ -f /etc/ssh/sshd_config ]; then
  sed -i -e 's/^#\\?PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
  systemctl restart sshd
fi
cfn-signal -e $? --stack web
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable --now dnf-automatic.timer
if dnf install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd
exit 0
`,
}).id;

// The script becomes the service
export const replaced = new aws.ec2.Instance('replaced', {
  ...common,
  userData: `#!/bin/bash
# Prepare
dnf install -y java-21-amazon-corretto

setup() {
  mkdir -p /opt/app
}
setup

# Harden SSH
sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

# Configure automatic security updates
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable --now dnf-automatic.timer

# Set up fail2ban for SSH protection
if dnf install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi

# Apply the SSH settings
systemctl restart sshd

# Run
exec java -jar /opt/app/app.jar
`,
}).id;

// sshd is restarted below a comment of its own
export const commented = new aws.ec2.Instance('commented', {
  ...common,
  userData: `#!/bin/bash
dnf update -y

cat <<EOF >> /etc/ssh/sshd_config
PermitRootLogin no
MaxAuthTries 2
EOF

# Harden SSH
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

# Configure automatic security updates
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable --now dnf-automatic.timer

# Set up fail2ban for SSH protection
if dnf install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi

# Take the new settings
sshd -t && systemctl restart sshd

echo "$(cat <<'EOF'
systemctl restart sshd
EOF
)" > /root/notes`,
}).id;

// The restart hangs on what configures sshd
export const chained = new aws.ec2.Instance('chained', {
  ...common,
  userData: `#!/bin/bash
	dnf update -y
	sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
	sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
	sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
	sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
	dnf install -y dnf-automatic
	sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
	systemctl enable --now dnf-automatic.timer
	if dnf install -y fail2ban-server; then
	  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
	  systemctl enable --now fail2ban
	fi
	sed -i 's/#MaxAuthTries 6/MaxAuthTries 3/' /etc/ssh/sshd_config && \\
	  sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config && \\
	  systemctl restart sshd
	reboot
`,
}).id;

// Commands come out of interpolations
const install = `dnf install -y nginx
systemctl enable --now nginx`;
export const composed = new aws.ec2.Instance('composed', {
  ...common,
  userData:
    '#!/bin/bash\n' +
    `${install}
sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable --now dnf-automatic.timer
if dnf install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd
`,
}).id;
