import * as aws from '@pulumi/aws';

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
      policy: `{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:GetBucketLocation"],
            "Resource": "*"
          }
        ]
      }`,
    },
  ],
});

export const bucket = archive.bucket;
export const roleArn = role.arn;
