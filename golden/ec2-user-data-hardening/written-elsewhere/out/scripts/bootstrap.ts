/** The script that starts one of our services. */
export function bootstrap(service: string, bucket: string): string {
  return `#!/usr/bin/env bash
dnf install -y nodejs
aws s3 cp s3://${bucket}/${service}.tgz - | tar xz -C /opt
for port in 8080 8081; do
  echo "listen $port" >> /opt/${service}/ports
done
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
npm --prefix /opt/${service} start`;
}
