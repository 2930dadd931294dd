import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const teams = ['search', 'orders'];
const publicKeys = config.requireObject<Record<string, string>>('publicKeys');

const hosts: aws.ec2.Instance[] = [];
teams.forEach(team => {
  const key = new aws.ec2.KeyPair(`${team}-key`, { publicKey: publicKeys[team] });

  const host = new aws.ec2.Instance(`${team}-host`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    keyName: key.keyName,
    tags: { Team: team },
  });
  hosts.push(host);
});

export const hostIds = hosts.map(host => host.id);
