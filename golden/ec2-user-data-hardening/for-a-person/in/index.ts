import * as fs from 'fs';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const ami = config.require('ami');
const common = { ami, instanceType: 't3.micro' };

// Not TypeScript
const fromFile = new aws.ec2.Instance('from-file', {
  ...common,
  userData: fs.readFileSync('scripts/web.sh', 'utf-8'),
});

// Another package manager
const alpine = new aws.ec2.Instance('alpine', {
  ...common,
  userData: `#!/bin/sh
apk add --no-cache nginx
`,
});

// Neither the script nor the image tells
const bare = new aws.ec2.Instance('bare', {
  ...common,
  userData: `#!/bin/bash
echo hello > /root/hello
`,
});

// Encoded already
const encoded = new aws.ec2.Instance('encoded', {
  ...common,
  userDataBase64: 'IyEvYmluL2Jhc2gKeXVtIHVwZGF0ZSAteQo=',
});

// A part comes from the configuration
const partly = new aws.ec2.Instance('partly', {
  ...common,
  userData: `#!/bin/bash
dnf update -y
${config.get('extraCommands') ?? ''}
`,
});

// Step by step
let script = '#!/bin/bash\n';
script += 'yum update -y\n';
const grown = new aws.ec2.Instance('grown', { ...common, userData: script });

// Lets people in by password
const open = new aws.ec2.Instance('open', {
  ...common,
  userData: `#!/bin/bash
dnf update -y
dnf install -y dnf-automatic fail2ban
sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config
cat >> /etc/ssh/sshd_config <<EOF
PermitRootLogin prohibit-password
PubkeyAuthentication yes
MaxAuthTries 6
ClientAliveInterval 60
ClientAliveCountMax 10
EOF
systemctl restart sshd
`,
});

// Not closed
const broken = new aws.ec2.Instance('broken', {
  ...common,
  userData: `#!/bin/bash
if [ -x /usr/bin/dnf ]; then
dnf update -y
`,
});

// Every place comes out of a constant that others have their text from
const head = '#!/bin/bash\ndnf update -y\n';
const tail = 'systemctl restart sshd\n';
const joined = new aws.ec2.Instance('joined', {
  ...common,
  userData: head + tail,
});

export const ids = [
  fromFile,
  alpine,
  bare,
  encoded,
  partly,
  grown,
  open,
  broken,
  joined,
].map(host => host.id);
