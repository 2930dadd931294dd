import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Trail, TrailArgs } from '@pulumi/aws/cloudtrail'

const config = new pulumi.Config()
const stack = pulumi.getStack()
const logs = aws.s3.Bucket.get('logs', config.require('logBucket'))

// Management events in one selector, data events in another
export const shop = new Trail(`shop-${stack}`, {
  s3BucketName: logs.bucket,
  enableLogFileValidation: true,
  eventSelectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      excludeManagementEventSources: ['kms.amazonaws.com'],
    },
    {
      readWriteType: 'WriteOnly',
      includeManagementEvents: false,
      dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::*/'] }],
    },
  ],
})

// Nothing but data events
export const media = new Trail(
  `media-${stack}`,
  {
    s3BucketName: logs.bucket,
    enableLogFileValidation: true,
    eventSelectors: [
      {
        includeManagementEvents: false,
        dataResources: [
          {
            type: 'AWS::Lambda::Function',
            values: ['arn:aws:lambda:*'],
          },
        ],
      },
    ],
    tags: { Team: 'media' },
  },
  { protect: true }
)

// Built step by step; the bucket of invoices stays audited
const financeArgs: TrailArgs = {
  s3BucketName: logs.bucket,
  enableLogFileValidation: true,
}
if (config.getBoolean('auditInvoices')) {
  financeArgs.eventSelectors = [
    {
      includeManagementEvents: false,
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: ['arn:aws:s3:::*/*', 'arn:aws:s3:::finance-invoices/'],
        },
      ],
    },
  ]
}
export const finance = new Trail(`finance-${stack}`, financeArgs)
