import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput({});
const accountId = identity.accountId;
const region = aws.config.requireRegion();
const vpcId = new pulumi.Config().require('vpcId');
const subnetIds = new pulumi.Config().requireObject<string[]>('subnetIds');
const routeTableIds = ['rtb-0a1b2c3d'];

// Pulls of images, and their logs
for (const service of ['ecr.api', 'ecr.dkr', 'logs']) {
  new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId,
    serviceName: `com.amazonaws.${region}.${service}`,
    vpcEndpointType: 'Interface',
    subnetIds,
    privateDnsEnabled: true,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: {
            StringEquals: {
              'aws:PrincipalAccount': identity.accountId,
            },
          },
        },
      ],
    }),
  });
}

['s3', 'dynamodb'].forEach(service => {
  new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId,
    serviceName: `com.amazonaws.${region}.${service}`,
    routeTableIds,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountPrincipals',
          Effect: 'Allow',
          Principal: '*',
          Action: `${service}:*`,
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
});

export const keys = [
  { name: 'keys', service: 'kms' },
  { name: 'secrets', service: 'secretsmanager' },
].map(
  entry =>
    new aws.ec2.VpcEndpoint(entry.name, {
      vpcId,
      serviceName: `com.amazonaws.${region}.${entry.service}`,
      vpcEndpointType: 'Interface',
      subnetIds,
      privateDnsEnabled: true,
      policy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: `${entry.service}:*`,
            Resource: '*',
            Condition: {
              StringEquals: {
                'aws:PrincipalAccount': identity.accountId,
              },
            },
          },
        ],
      }),
    })
);

export const registry = ['api', 'dkr'].map(
  part =>
    new aws.ec2.VpcEndpoint(`registry-${part}`, {
      vpcId,
      serviceName: `com.amazonaws.${region}.ecr.${part}`,
      vpcEndpointType: 'Interface',
      subnetIds,
      policy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'ecr:*',
            Resource: '*',
            Condition: {
              StringEquals: {
                'aws:PrincipalAccount': identity.accountId,
              },
            },
          },
        ],
      }),
    })
);
export const account = accountId;
