import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

async function main() {
  const identity = await aws.getCallerIdentity({});
  const region = (await aws.getRegion()).name;
  const vpc = new aws.ec2.Vpc('ingest', { cidrBlock: '10.0.0.0/16' });
  const s3 = new aws.ec2.VpcEndpoint('s3', {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountPrincipals',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: {
            StringEquals: {
              'aws:PrincipalAccount': identity.accountId,
            },
          },
        },
        {
          Sid: 'EcrImageLayers',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
        },
        {
          Sid: 'AmazonLinuxRepositories',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: [
            `arn:aws:s3:::amazonlinux-2-repos-${region}/*`,
            `arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
          ],
        },
      ],
    }),
  });
  return { account: identity.accountId, s3: s3.id };
}

// The account is a promise here
export function addQueues(vpc: aws.ec2.Vpc, region: pulumi.Input<string>) {
  const account = aws.getCallerIdentity().then(it => it.accountId);
  const sqs = new aws.ec2.VpcEndpoint('sqs', {
    vpcId: vpc.id,
    serviceName: pulumi.interpolate`com.amazonaws.${region}.sqs`,
    vpcEndpointType: 'Interface',
    policy: pulumi.all([account]).apply(([accountId]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'sqs:*',
            Resource: '*',
            Condition: {
              StringEquals: {
                'aws:PrincipalAccount': accountId,
              },
            },
          },
        ],
      }),
    ),
  });
  return { account, sqs };
}

export const outputs = main();
