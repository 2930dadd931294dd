import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({ owners: ['amazon'], mostRecent: true, filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }] });

export const web = new aws.ec2.Instance('web', { ami: ami.id, instanceType: 't3.micro', ebsOptimized: true, tags: { Name: 'web' } }).id;

export const workers = ['blue', 'green'].map(
  (name) => new aws.ec2.Instance(name, { ami: ami.id, instanceType: 'c7g.large', rootBlockDevice: { volumeSize: 8, encrypted: true } }).id,
);
