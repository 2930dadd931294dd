import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('shared-vpc', { cidrBlock: '10.5.0.0/16' });

/** For the teams that import this package. */
export function watch(
  name: string,
  vpcId: pulumi.Input<string>,
  group: aws.cloudwatch.LogGroup,
  role: aws.iam.Role
) {
  return new aws.ec2.FlowLog(name, {
    vpcId,
    trafficType: 'ALL',
    logDestination: group.arn,
    iamRoleArn: role.arn,
  });
}

export const vpcId = vpc.id;
