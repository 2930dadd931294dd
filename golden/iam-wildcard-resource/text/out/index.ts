import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const archive = new aws.s3.Bucket('archive');

const role = new aws.iam.Role('archiver', {
  assumeRolePolicy: `{
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Principal": { "Service": "lambda.amazonaws.com" },
        "Action": "sts:AssumeRole"
      }
    ]
  }`,
  inlinePolicies: [
    {
      name: 'archive',
      policy: pulumi.interpolate`{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["s3:PutObject"],
            "Resource": "${archive.arn}/*"
          },
          {
            "Effect": "Allow",
            "Action": "s3:GetBucketLocation",
            "Resource": "${archive.arn}"
          }
        ]
      }`,
    },
  ],
});

export const bucket = archive.bucket;
export const roleArn = role.arn;
