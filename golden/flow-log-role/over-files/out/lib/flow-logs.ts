import * as aws from '@pulumi/aws';
import { flowLogGroup, flowLogRole } from './delivery';

export function createFlowLogs(vpc: aws.ec2.Vpc) {
  const flowLog = new aws.ec2.FlowLog('ledger', {
    vpcId: vpc.id,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: flowLogGroup.arn,
    iamRoleArn: flowLogRole.arn,
  });
  return { flowLog };
}
