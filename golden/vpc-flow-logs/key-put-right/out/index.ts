import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();
const region = aws.getRegionOutput();

// One region has a key that nobody let the logs service use
const logsKey = new aws.kms.Key('ledger-logs', {
  description: 'Logs of the ledger',
  enableKeyRotation: true,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: {
          AWS: pulumi.interpolate`arn:aws:iam::${identity.accountId}:root`,
        },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow CloudWatch Logs',
        Effect: 'Allow',
        Principal: {
          Service: pulumi.interpolate`logs.${region.name}.amazonaws.com`,
        },
        Action: [
          'kms:Encrypt*',
          'kms:Decrypt*',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:Describe*',
          'kms:CreateGrant',
        ],
        Resource: '*',
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region.name}:${identity.accountId}:*`,
          },
        },
      },
    ],
  }),
});

export const appLogs = new aws.cloudwatch.LogGroup('ledger-app', {
  retentionInDays: 90,
  kmsKeyId: logsKey.arn,
});

export const vpc = new aws.ec2.Vpc('ledger', { cidrBlock: '10.12.0.0/16' });

const vpcFlowLogGroup = new aws.cloudwatch.LogGroup('ledger-vpc-flow-logs', {
  retentionInDays: 365,
  kmsKeyId: logsKey.arn,
});

const vpcFlowLogRole = new aws.iam.Role('ledger-vpc-flow-log-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('ledger-vpc-flow-log-policy', {
  role: vpcFlowLogRole.id,
  policy: vpcFlowLogGroup.arn.apply((arn) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          Resource: `${arn}:*`,
        },
      ],
    }),
  ),
});

new aws.ec2.FlowLog('ledger-vpc-flow-log', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: vpcFlowLogGroup.arn,
  iamRoleArn: vpcFlowLogRole.arn,
});

// The other has one whose policy says too little
const west = new aws.Provider('west', { region: 'eu-west-1' });

const westKey = new aws.kms.Key(
  'west-logs',
  {
    enableKeyRotation: true,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Action: [
            'kms:Encrypt*',
            'kms:Decrypt*',
            'kms:DescribeKey',
            'kms:ReEncrypt*',
            'kms:GenerateDataKey*',
            'kms:CreateGrant',
          ],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn':
                'arn:aws:logs:eu-west-1:123456789012:*',
            },
          },
        },
      ],
    }),
  },
  { provider: west },
);

export const westVpc = new aws.ec2.Vpc(
  'west',
  { cidrBlock: '10.13.0.0/16' },
  { provider: west },
);

const westVpcFlowLogGroup = new aws.cloudwatch.LogGroup(
  'west-vpc-flow-logs',
  {
    retentionInDays: 365,
    kmsKeyId: westKey.arn,
  },
  { provider: west },
);

const westVpcFlowLogRole = new aws.iam.Role(
  'west-vpc-flow-log-role',
  {
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  },
  { provider: west },
);

new aws.iam.RolePolicy(
  'west-vpc-flow-log-policy',
  {
    role: westVpcFlowLogRole.id,
    policy: westVpcFlowLogGroup.arn.apply((arn) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'logs:CreateLogStream',
              'logs:DescribeLogStreams',
              'logs:PutLogEvents',
            ],
            Resource: `${arn}:*`,
          },
        ],
      }),
    ),
  },
  { provider: west },
);

new aws.ec2.FlowLog(
  'west-vpc-flow-log',
  {
    vpcId: westVpc.id,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: westVpcFlowLogGroup.arn,
    iamRoleArn: westVpcFlowLogRole.arn,
  },
  { provider: west },
);
