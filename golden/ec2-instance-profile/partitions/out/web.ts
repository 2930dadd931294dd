import { ec2, getPartitionOutput, iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const partition = getPartitionOutput();

/** Something that serves pages, wherever it is. */
export function webServer(name: string): ec2.Instance {
  const instanceRole = new iam.Role(`${name}-instance-role`, {
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  new iam.RolePolicyAttachment(`${name}-instance-ssm`, {
    role: instanceRole.name,
    policyArn: pulumi.interpolate`arn:${partition.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
  });
  const instanceProfile = new iam.InstanceProfile(`${name}-instance-profile`, {
    role: instanceRole.name,
  });
  const server = new ec2.Instance(`${name}-server`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    iamInstanceProfile: instanceProfile.name,
  });
  return server;
}

export const partitionName = partition.partition;
