import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export function createLogs(
  name: string,
  kmsKeyArn: pulumi.Input<string>
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(`/${name}/application`, {
    retentionInDays: 90,
    kmsKeyId: kmsKeyArn,
  });
}
