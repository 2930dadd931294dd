import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();

const pinned = aws.ec2.getAmiOutput({
  owners: ['amazon'],
  filters: [
    { name: 'name', values: ['amzn2-ami-hvm-2.0.20230418.0-x86_64-gp2'] },
  ],
});

const any = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-*-x86_64-gp2'] }],
});

const described = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [
    { name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] },
    { name: 'description', values: ['Amazon Linux 2 AMI*'] },
  ],
});

const somebodys = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: [config.require('imageOwner')],
  filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] }],
});

const flavour = config.get('flavour') ?? 'x86_64-gp2';
const flavoured = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: [`amzn2-ami-hvm-*-${flavour}`] }],
});

const summed = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-' + flavour] }],
});

// Which image that is, nobody can tell
const configured = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: [config.require('imageName')] }],
});

const images = {
  pinned,
  any,
  described,
  somebodys,
  flavoured,
  summed,
  configured,
};

export const ids = Object.entries(images).map(
  ([name, image]) =>
    new aws.ec2.Instance(name, { ami: image.id, instanceType: 't3.micro' }).id
);
