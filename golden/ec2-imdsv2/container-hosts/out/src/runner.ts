import { ec2 } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const INSTALL = `#!/bin/bash
set -euo pipefail
dnf install -y docker git
systemctl enable --now docker
usermod -aG docker ec2-user
docker run -d --restart always --name runner internal/ci-runner:3
`;

export function createRunner(
  envSuffix: string,
  imageId: pulumi.Input<string>,
  subnetId: pulumi.Input<string>
) {
  return new ec2.Instance(`ci-runner-${envSuffix}`, {
    ami: imageId,
    instanceType: 'c6i.xlarge',
    subnetId,
    userData: INSTALL,
    userDataReplaceOnChange: true,
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 2,
      instanceMetadataTags: 'enabled',
    },
    tags: { Name: `ci-runner-${envSuffix}` },
  });
}
