import * as pulumi from '@pulumi/pulumi';
import { cloudwatch, ec2, getCallerIdentityOutput, kms } from '@pulumi/aws';

function createVpc(name: string, cidrBlock: string) {
  const vpc = new ec2.Vpc(`${name}-vpc`, { cidrBlock });
  const subnet = new ec2.Subnet(`${name}-subnet`, { vpcId: vpc.id, cidrBlock });
  return { vpc, subnet };
}

const network = createVpc('core', '10.0.0.0/24');

// The key does not exist yet where the network is made
const account = getCallerIdentityOutput().accountId;
const logsKey = new kms.Key('logs', {
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Action: [
          'kms:Encrypt*',
          'kms:Decrypt*',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:Describe*',
        ],
        Resource: '*',
      },
    ],
  }),
});

const appLogs = new cloudwatch.LogGroup('app-logs', {
  kmsKeyId: logsKey.arn,
  retentionInDays: 30,
});

export const vpcId = network.vpc.id;
export const logGroup = appLogs.name;
