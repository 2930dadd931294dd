import { ec2, eks, iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export function createNodeGroup(
  envSuffix: string,
  cluster: eks.Cluster,
  nodeRole: iam.Role,
  subnetIds: pulumi.Input<string>[]
) {
  // No image: EKS picks the one of the cluster's version
  const nodeTemplate = new ec2.LaunchTemplate(`eks-node-${envSuffix}`, {
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { volumeSize: 80, encrypted: 'true' } },
    ],
  });

  return new eks.NodeGroup(`nodes-${envSuffix}`, {
    clusterName: cluster.name,
    nodeRoleArn: nodeRole.arn,
    subnetIds,
    scalingConfig: { desiredSize: 2, minSize: 2, maxSize: 5 },
    launchTemplate: {
      id: nodeTemplate.id,
      version: pulumi.interpolate`${nodeTemplate.latestVersion}`,
    },
  });
}
