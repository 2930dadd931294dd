import { Instance, SpotInstanceRequest, getAmi } from '@pulumi/aws/ec2';

const ubuntu = getAmi({
  mostRecent: true,
  owners: ['099720109477'],
  filters: [
    {
      name: 'name',
      values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*'],
    },
  ],
});

export const builder = new Instance('builder', {
  ami: ubuntu.then(image => image.id),
  instanceType: 't3.large',
  userData: `#!/bin/bash
sudo apt-get update
sudo apt-get install -y make
sudo sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
sudo sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sudo sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sudo sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sudo sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sudo sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
sudo DEBIAN_FRONTEND=noninteractive apt-get install -y unattended-upgrades
printf '%s\\n' 'APT::Periodic::Update-Package-Lists "1";' 'APT::Periodic::Unattended-Upgrade "1";' > /etc/apt/apt.conf.d/20auto-upgrades
sudo systemctl enable --now unattended-upgrades
sudo DEBIAN_FRONTEND=noninteractive apt-get install -y fail2ban
sudo systemctl enable --now fail2ban
sudo systemctl restart ssh
`,
}).id;

export const runner = new SpotInstanceRequest('runner', {
  ami: ubuntu.then(image => image.id),
  instanceType: 'c5.large',
  spotPrice: '0.10',
  userData: `#!/bin/sh
export DEBIAN_FRONTEND=noninteractive

cat > /etc/ssh/sshd_config.d/10-runner.conf <<'EOF'
PermitRootLogin no
PasswordAuthentication no
EOF

sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

apt-get update
apt-get install -y unattended-upgrades
printf '%s\\n' 'APT::Periodic::Update-Package-Lists "1";' 'APT::Periodic::Unattended-Upgrade "1";' > /etc/apt/apt.conf.d/20auto-upgrades
systemctl enable --now unattended-upgrades

apt-get install -y fail2ban
systemctl enable --now fail2ban

systemctl reload ssh || true

curl -fsSL https://deb.nodesource.com/setup_20.x | bash -
`,
}).id;

// Nothing is installed, so the image tells
export const plain = new Instance('plain', {
  ami: ubuntu.then(image => image.id),
  instanceType: 't3.nano',
  userDataBase64: Buffer.from(
    `#!/bin/bash
hostnamectl set-hostname plain
sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y unattended-upgrades
printf '%s\\n' 'APT::Periodic::Update-Package-Lists "1";' 'APT::Periodic::Unattended-Upgrade "1";' > /etc/apt/apt.conf.d/20auto-upgrades
systemctl enable --now unattended-upgrades
DEBIAN_FRONTEND=noninteractive apt-get install -y fail2ban
systemctl enable --now fail2ban
systemctl restart ssh
`,
    'utf8'
  ).toString('base64'),
}).id;
