import { ecs, eks, iam, ssm } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { createEcsHosts } from './ecs';
import { createNodeGroup } from './eks';
import { createRunner } from './runner';

const config = new pulumi.Config();
const envSuffix = config.get('env') || 'dev';
const subnetIds = config.requireObject<string[]>('subnetIds');

const cluster = new ecs.Cluster(`apps-${envSuffix}`);
createEcsHosts(envSuffix, cluster, subnetIds);

const eksRole = iam.Role.get('eks-role', config.require('eksRole'));
const nodeRole = iam.Role.get('node-role', config.require('nodeRole'));
const kube = new eks.Cluster(`kube-${envSuffix}`, {
  roleArn: eksRole.arn,
  vpcConfig: { subnetIds },
});
export const nodes = createNodeGroup(envSuffix, kube, nodeRole, subnetIds).arn;

const runnerImage = ssm.getParameterOutput({
  name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
});
export const runnerId = createRunner(
  envSuffix,
  runnerImage.value,
  subnetIds[0]
).id;
