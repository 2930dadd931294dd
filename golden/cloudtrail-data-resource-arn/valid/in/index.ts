import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();
const region = aws.getRegionOutput().id;
const account = aws.getCallerIdentityOutput().accountId;

const logs = new aws.s3.Bucket(`logs-${stack}`);
const data = new aws.s3.Bucket(`data-${stack}`);
const uploads = new aws.s3.Bucket(`uploads-${stack}`);
const table = new aws.dynamodb.Table(`orders-${stack}`, {
  attributes: [{ name: 'id', type: 'S' }],
  hashKey: 'id',
  billingMode: 'PAY_PER_REQUEST',
});

// Each of these is an arn that CloudTrail takes
export const all = new aws.cloudtrail.Trail(`all-${stack}`, {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      includeManagementEvents: true,
      dataResources: [
        { type: 'AWS::S3::Object', values: ['arn:aws:s3:::'] },
        { type: 'AWS::Lambda::Function', values: ['arn:aws:lambda'] },
        { type: 'AWS::DynamoDB::Table', values: ['arn:aws:dynamodb'] },
      ],
    },
  ],
}).arn;

export const some = new aws.cloudtrail.Trail(`some-${stack}`, {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'WriteOnly',
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: [
            'arn:aws:s3',
            'arn:aws:s3:::partner-drop/',
            'arn:aws:s3:::partner-drop/2024/invoices',
            pulumi.interpolate`${data.arn}/`,
            uploads.arn.apply(arn => `${arn}/`),
            pulumi.concat(uploads.arn, '/thumbnails/'),
          ],
        },
        {
          type: 'AWS::Lambda::Function',
          values: [
            pulumi.interpolate`arn:aws:lambda:${region}:${account}:function:intake`,
          ],
        },
        { type: 'AWS::DynamoDB::Table', values: [table.arn] },
      ],
    },
  ],
}).arn;

// Advanced selectors have rules of their own
export const advanced = new aws.cloudtrail.Trail(`advanced-${stack}`, {
  s3BucketName: logs.bucket,
  advancedEventSelectors: [
    {
      name: 'Objects outside of the logs',
      fieldSelectors: [
        { field: 'eventCategory', equals: ['Data'] },
        { field: 'resources.type', equals: ['AWS::S3::Object'] },
        { field: 'resources.ARN', notStartsWiths: ['arn:aws:s3:::*/'] },
      ],
    },
  ],
}).arn;

// Management events alone
export const plain = new aws.cloudtrail.Trail(`plain-${stack}`, {
  s3BucketName: logs.bucket,
}).arn;
