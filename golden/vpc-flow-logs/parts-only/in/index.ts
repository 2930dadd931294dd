import * as aws from '@pulumi/aws';

declare const group: aws.cloudwatch.LogGroup;
declare const role: aws.iam.Role;

const log = { iamRoleArn: role.arn, logDestination: group.arn };

const vpc = new aws.ec2.Vpc('ledger-vpc', { cidrBlock: '10.1.0.0/16' });
const entry = new aws.ec2.Subnet('ledger-entry', {
  vpcId: vpc.id,
  cidrBlock: '10.1.0.0/24',
});
new aws.ec2.Subnet('ledger-data', { vpcId: vpc.id, cidrBlock: '10.1.1.0/24' });
new aws.ec2.FlowLog('ledger-entry', {
  subnetId: entry.id,
  trafficType: 'ALL',
  ...log,
});

const cells = [1, 2, 3].map(
  n => new aws.ec2.Vpc(`cell-${n}`, { cidrBlock: `10.2${n}.0.0/16` })
);
new aws.ec2.FlowLog('first-cell', {
  vpcId: cells[0].id,
  trafficType: 'ALL',
  ...log,
});

export const vpcIds = [vpc.id, ...cells.map(cell => cell.id)];
