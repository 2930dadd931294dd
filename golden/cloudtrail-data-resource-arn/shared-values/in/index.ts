import * as aws from '@pulumi/aws';
import { ALL_OBJECTS, DEEDS, Kind } from './audit';

const logs = new aws.s3.Bucket('logs');
const maps = new aws.s3.Bucket('maps');
const offices = ['north', 'south'];

// Two trails share these
const everything = ['arn:aws:s3:::*/', 'arn:aws:s3:::*'];

export const reads = new aws.cloudtrail.Trail('reads', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'ReadOnly',
      dataResources: [{ type: 'AWS::S3::Object', values: everything }],
    },
  ],
}).arn;

export const writes = new aws.cloudtrail.Trail('writes', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    { dataResources: [{ type: 'AWS::S3::Object', values: everything }] },
  ],
}).arn;

// Both selectors ask for nothing else
export const data = new aws.cloudtrail.Trail('data', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      includeManagementEvents: false,
      dataResources: [{ type: Kind.objects, values: ['*'] }],
    },
    {
      includeManagementEvents: false,
      dataResources: [{ type: Kind.functions, values: ['arn:aws:lambda:*'] }],
    },
  ],
}).arn;

// The other selector leaves out who wrote
export const split = new aws.cloudtrail.Trail('split', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    { dataResources: [{ type: Kind.objects, values: ['arn:aws:s3:::*/*'] }] },
    {
      readWriteType: 'ReadOnly',
      dataResources: [{ type: Kind.objects, values: [DEEDS] }],
    },
  ],
}).arn;

export const mixed = new aws.cloudtrail.Trail('mixed', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      dataResources: [
        {
          type: Kind.objects,
          values: [ALL_OBJECTS, maps.id, maps.arn.apply(arn => `${arn}`)],
        },
        {
          type: Kind.objects,
          values: offices.map(office => `arn:aws:s3:::registry-${office}`),
        },
      ],
    },
  ],
}).arn;

// Built where the offices are known
const selectors = [];
for (const office of offices) {
  selectors.push({
    dataResources: [
      { type: Kind.objects, values: [`arn:aws:s3:::${office}-*/`] },
    ],
  });
}
export const wild = new aws.cloudtrail.Trail('wild', {
  s3BucketName: logs.bucket,
  eventSelectors: selectors,
}).arn;
