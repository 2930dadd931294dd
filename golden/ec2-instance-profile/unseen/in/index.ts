import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();

// What is configured may have a profile
const configured = config.requireObject<aws.ec2.InstanceArgs>('instance');
const spread = new aws.ec2.Instance('spread', {
  instanceType: 't3.micro',
  ...configured,
});

// So may a template from outside
const foreign = new aws.ec2.Instance('foreign', {
  launchTemplate: { id: config.require('templateId') },
});

interface HostArgs {
  instanceType: string;
  profile?: string;
}

function host(name: string, args: HostArgs) {
  return new aws.ec2.Instance(name, {
    ami: 'ami-0123456789abcdef0',
    instanceType: args.instanceType,
    iamInstanceProfile: args.profile,
  });
}

export const ids = [
  spread.id,
  foreign.id,
  host('host', { instanceType: 't3.micro' }).id,
];
