import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

async function main() {
  const identity = await aws.getCallerIdentity({});
  const region = (await aws.getRegion()).name;
  const vpc = new aws.ec2.Vpc('ingest', { cidrBlock: '10.0.0.0/16' });
  const s3 = new aws.ec2.VpcEndpoint('s3', {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
  });
  return { account: identity.accountId, s3: s3.id };
}

// The account is a promise here
export function addQueues(vpc: aws.ec2.Vpc, region: pulumi.Input<string>) {
  const account = aws.getCallerIdentity().then(it => it.accountId);
  const sqs = new aws.ec2.VpcEndpoint('sqs', {
    vpcId: vpc.id,
    serviceName: pulumi.interpolate`com.amazonaws.${region}.sqs`,
    vpcEndpointType: 'Interface',
  });
  return { account, sqs };
}

export const outputs = main();
