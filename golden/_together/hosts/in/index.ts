import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const environmentSuffix = config.require('environmentSuffix');

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] }],
});

// What every web server does first
const userData = `#!/bin/bash
yum update -y
yum install -y httpd

# Basic hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
systemctl restart sshd
`;

const web = new aws.ec2.Instance(`web-${environmentSuffix}`, {
  ami: ami.id,
  instanceType: 't3.micro',
  userData,
  rootBlockDevice: { volumeSize: 8 },
  tags: { Name: `web-${environmentSuffix}` },
});

const template = new aws.ec2.LaunchTemplate(`web-${environmentSuffix}`, {
  imageId: ami.id,
  instanceType: 't3.micro',
  userData: Buffer.from(userData).toString('base64'),
});

export const webId = web.id;
export const templateId = template.id;
