import * as pulumi from '@pulumi/pulumi';
import { cloudtrail, lambda, s3 } from '@pulumi/aws';

const stack = pulumi.getStack();
const config = new pulumi.Config();
const archiveName = 'clinic-archive'; // made by hand, years ago

const logs = new s3.Bucket(`audit-logs-${stack}`);
const records = new s3.Bucket(`records-${stack}`);
const scans = new s3.Bucket(`scans-${stack}`);
const wards = ['north', 'south'].map(ward => new s3.Bucket(`${ward}-${stack}`));

const intake = lambda.Function.get('intake', config.require('intakeFunction'));

// Patient data: every object, read or written
export const patientTrail = new cloudtrail.Trail(`patients-${stack}`, {
  s3BucketName: logs.bucket,
  enableLogFileValidation: true,
  eventSelectors: [
    {
      includeManagementEvents: false,
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: [
            records.arn, // the files themselves
            pulumi.interpolate`${scans.arn}`,
            'arn:aws:s3:::clinic-letters',
            `arn:aws:s3:::${archiveName}`,
            pulumi.interpolate`${scans.arn}/previews/`,
          ],
        },
        { type: 'AWS::Lambda::Function', values: [intake.arn] },
      ],
    },
  ],
}).arn;

export const wardTrail = new cloudtrail.Trail(`wards-${stack}`, {
  s3BucketName: logs.bucket,
  enableLogFileValidation: true,
  eventSelectors: [
    {
      dataResources: [
        { type: 'AWS::S3::Object', values: wards.map(ward => ward.arn) },
      ],
    },
  ],
}).arn;

// One that lacks its slash, one that is beyond help
export const billingTrail = new cloudtrail.Trail(`billing-${stack}`, {
  s3BucketName: logs.bucket,
  enableLogFileValidation: true,
  eventSelectors: [
    {
      readWriteType: 'WriteOnly',
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: ['arn:aws:s3:::clinic-bills', 'arn:aws:s3:::*/*'],
        },
        {
          type: 'AWS::Lambda::Function',
          values: ['arn:aws:lambda:*'],
        },
      ],
    },
  ],
}).arn;
