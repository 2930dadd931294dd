import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { planDisks } from './planner';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const zone = 'eu-central-1a';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

// A data volume, an instance with data disks, a mapping that is not the root
const data = new aws.ebs.Volume('data', { availabilityZone: zone, size: 10 });

const worker = new aws.ec2.Instance('worker', {
  ami: ami.id,
  instanceType: 't3.small',
  subnetId,
  metadataOptions: { httpTokens: 'required' },
  ebsBlockDevices: [
    { deviceName: '/dev/sdh', volumeSize: 8, volumeType: 'gp3' },
  ],
});

const template = new aws.ec2.LaunchTemplate('queue', {
  imageId: ami.id,
  instanceType: 't3.small',
  metadataOptions: { httpTokens: 'required' },
  blockDeviceMappings: [
    { deviceName: '/dev/xvda', ebs: { volumeSize: 30 } },
    { deviceName: '/dev/xvdcz', ebs: { volumeSize: 22, volumeType: 'gp3' } },
    { deviceName: '/dev/sdf', ebs: { volumeSize: 4 } },
  ],
});

// Other services call it the same
const notebook = new aws.sagemaker.NotebookInstance('notebook', {
  roleArn: config.require('notebookRole'),
  instanceType: 'ml.t3.medium',
  volumeSize: 5,
});

const nodes = new aws.eks.NodeGroup('nodes', {
  clusterName: config.require('cluster'),
  nodeRoleArn: config.require('nodeRole'),
  subnetIds: [subnetId],
  diskSize: 20,
  scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 2 },
});

// Not a resource, although it has the words
const plan = planDisks({ rootBlockDevice: { volumeSize: 8 } });

export const disks = [data.id, worker.id, template.id, notebook.id, nodes.id];
export const planned = plan.total;
