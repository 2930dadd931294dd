import * as aws from '@pulumi/aws';

export const key = new aws.kms.Key('key', {});
export const cert = new aws.iam.ServerCertificate('cert', {
  certificateBody: 'body',
  privateKey: `-----BEGIN RSA PRIVATE KEY-----
MIIEhunter2sw0rdfi0123456789
hunter2lastline==
-----END RSA PRIVATE KEY-----
`,
});
export const host = new aws.ec2.Instance('host', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  userData: [
    '#!/bin/sh',
    'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'export AWS_SECRET_ACCESS_KEY=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',
  ].join('\n'),
});
