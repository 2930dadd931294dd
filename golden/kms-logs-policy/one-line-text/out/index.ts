import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

const account = new pulumi.Config().require('account')

export const key = new aws.kms.Key('tiny', {
  enableKeyRotation: true,
  policy: `{"Version":"2012-10-17","Statement":[{"Sid":"Root","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${account}:root"},"Action":"kms:*","Resource":"*"},{"Sid":"Logs","Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*","kms:CreateGrant"],"Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:${account}:*"}}}]}`
})
