import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const accountId = aws.getCallerIdentityOutput().accountId;

export function createKey(name: string): aws.kms.Key {
  const document = aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        sid: 'Root',
        principals: [
          {
            type: 'AWS',
            identifiers: [pulumi.interpolate`arn:aws:iam::${accountId}:root`],
          },
        ],
        actions: ['kms:*'],
        resources: ['*'],
      },
      {
        sid: 'Logs',
        principals: [
          { type: 'Service', identifiers: ['logs.eu-central-1.amazonaws.com'] },
        ],
        actions: [
          'kms:Encrypt*',
          'kms:Decrypt*',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
        ],
        resources: ['*'],
      },
    ],
  });

  return new aws.kms.Key(`${name}-logs`, {
    enableKeyRotation: true,
    policy: document.json,
  });
}
