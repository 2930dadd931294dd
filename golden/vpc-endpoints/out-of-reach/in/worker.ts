import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export function createWorker(name: string, subnetIds: pulumi.Input<string>[]) {
  const role = new aws.iam.Role(`${name}-worker`, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }),
  });
  new aws.iam.RolePolicyAttachment(`${name}-worker-s3`, {
    role: role.name,
    policyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
  });
  new aws.iam.RolePolicyAttachment(`${name}-worker-logs`, {
    role: role.name,
    policyArn: 'arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess',
  });
  return new aws.lambda.Function(`${name}-worker`, {
    role: role.arn,
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    vpcConfig: { subnetIds, securityGroupIds: [] },
  }).arn;
}
