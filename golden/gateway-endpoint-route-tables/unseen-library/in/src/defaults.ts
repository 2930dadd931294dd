import * as aws from '@pulumi/aws';

/** What every endpoint of ours gets; the caller may say more. */
export function endpointDefaults(
  args: Partial<aws.ec2.VpcEndpointArgs>
): Partial<aws.ec2.VpcEndpointArgs> {
  return { autoAccept: true, ...args };
}
