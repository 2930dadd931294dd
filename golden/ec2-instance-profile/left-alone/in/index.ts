import * as aws from '@pulumi/aws';

const role = new aws.iam.Role('app', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'ec2.amazonaws.com',
  }),
});
const profile = new aws.iam.InstanceProfile('app', { role });

// By name, by resource, by a name from outside
const named = new aws.ec2.Instance('named', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: profile.name,
});
const whole = new aws.ec2.Instance('whole', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: profile,
});
const foreign = new aws.ec2.Instance('foreign', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: 'company-ssm',
});

// The template decides
const template = new aws.ec2.LaunchTemplate('fleet', {
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: { arn: profile.arn },
});
const fromTemplate = new aws.ec2.Instance('from-template', {
  launchTemplate: { id: template.id },
});

// The instance decides
const plain = new aws.ec2.LaunchTemplate('plain', {
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
});
const fromPlain = new aws.ec2.Instance('from-plain', {
  launchTemplate: { id: plain.id },
  iamInstanceProfile: profile.name,
});

// Node groups refuse a profile in their template, and have a role of their own
const nodes = new aws.ec2.LaunchTemplate('nodes', { instanceType: 'm7i.large' });
const nodeGroup = new aws.eks.NodeGroup('nodes', {
  clusterName: 'main',
  nodeRoleArn: role.arn,
  subnetIds: ['subnet-0123456789abcdef0'],
  scalingConfig: { desiredSize: 1, maxSize: 2, minSize: 1 },
  launchTemplate: { id: nodes.id, version: '1' },
});

export const ids = [named.id, whole.id, foreign.id, fromTemplate.id, fromPlain.id];
export const nodeGroupName = nodeGroup.nodeGroupName;
