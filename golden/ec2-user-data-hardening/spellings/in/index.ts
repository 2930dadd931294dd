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
    "echo 'it works' > /usr/share/nginx/html/index.html\n",
}).id;

export const db = new aws.ec2.Instance('db', {
  ami,
  instanceType: 't3.micro',
  userData:
    '#!/bin/bash\n' +
    'yum install -y postgresql-server\n' +
    'systemctl restart sshd\n' +
    'systemctl enable --now postgresql',
}).id;

// All in one line
const worker = `#!/bin/bash\nyum install -y docker\ndocker run -d ${registry}/worker`;
export const workers = new aws.ec2.LaunchTemplate('workers', {
  imageId: ami,
  userData: pulumi
    .output(worker)
    .apply(script => Buffer.from(script).toString('base64')),
}).id;

export const cache = new aws.ec2.Instance('cache', {
  ami,
  instanceType: 't3.micro',
  userData: '#!/bin/bash\nyum install -y redis && echo "up: `date` \${HOST}"\n',
}).id;

export const queue = new aws.ec2.Instance('queue', {
  ami,
  instanceType: 't3.micro',
  userData: ['#!/bin/bash', 'yum install -y rabbitmq-server'].join('\n'),
}).id;
