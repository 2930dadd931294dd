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
  userData: '#!/bin/bash\nsudo apt-get update\nsudo apt-get install -y make\n',
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
`,
    'utf8'
  ).toString('base64'),
}).id;
