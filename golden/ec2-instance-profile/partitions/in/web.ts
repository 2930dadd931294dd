import { ec2, getPartitionOutput } from '@pulumi/aws';

const partition = getPartitionOutput();

/** Something that serves pages, wherever it is. */
export function webServer(name: string): ec2.Instance {
  const server = new ec2.Instance(`${name}-server`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
  });
  return server;
}

export const partitionName = partition.partition;
