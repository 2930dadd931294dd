import { autoscaling, ec2, ecs, ssm } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const IMAGE = '/aws/service/ecs/optimized-ami/amazon-linux-2/recommended';

export function createEcsHosts(
  envSuffix: string,
  cluster: ecs.Cluster,
  subnetIds: pulumi.Input<string>[]
) {
  const image = ssm.getParameterOutput({ name: `${IMAGE}/image_id` });

  const template = new ec2.LaunchTemplate(`ecs-host-${envSuffix}`, {
    namePrefix: `ecs-host-${envSuffix}-`,
    imageId: image.value,
    instanceType: 'm6i.large',
    userData: cluster.name.apply(name =>
      Buffer.from(
        `#!/bin/bash\necho ECS_CLUSTER=${name} >> /etc/ecs/ecs.config\n`
      ).toString('base64')
    ),
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 2,
      instanceMetadataTags: 'enabled',
    },
    tagSpecifications: [
      {
        resourceType: 'instance',
        tags: { Name: `ecs-host-${envSuffix}`, 'cost:center': 'platform' },
      },
    ],
  });

  return new autoscaling.Group(`ecs-hosts-${envSuffix}`, {
    minSize: 1,
    maxSize: 6,
    vpcZoneIdentifiers: subnetIds,
    launchTemplate: { id: template.id, version: '$Latest' },
  });
}
