import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { DEEDS, Kind } from './audit';

const logs = new aws.s3.Bucket('logs');
const maps = new aws.s3.Bucket('maps');
const offices = ['north', 'south'];

export const reads = new aws.cloudtrail.Trail('reads', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'ReadOnly',
    },
  ],
}).arn;

export const writes = new aws.cloudtrail.Trail('writes', {
  s3BucketName: logs.bucket,
}).arn;

// Both selectors ask for nothing else
export const data = new aws.cloudtrail.Trail('data', {
  s3BucketName: logs.bucket,
}).arn;

// The other selector leaves out who wrote
export const split = new aws.cloudtrail.Trail('split', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    { includeManagementEvents: true },
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
          values: [
            pulumi.interpolate`${maps.arn}/`,
            maps.arn.apply(arn => `${arn}/`),
          ],
        },
        {
          type: Kind.objects,
          values: offices.map(office => `arn:aws:s3:::registry-${office}/`),
        },
      ],
    },
  ],
}).arn;

export const wild = new aws.cloudtrail.Trail('wild', {
  s3BucketName: logs.bucket,
}).arn;
