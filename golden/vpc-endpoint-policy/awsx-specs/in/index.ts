import * as awsx from '@pulumi/awsx';

const vpc = new awsx.ec2.Vpc('shop', {
  vpcEndpointSpecs: [
    { serviceName: 'com.amazonaws.eu-west-1.s3' },
    {
      serviceName: 'com.amazonaws.eu-west-1.dynamodb',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'dynamodb:Query',
            Resource: '*',
          },
        ],
      }),
    },
    {
      serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      vpcEndpointType: 'Interface',
    },
  ],
});

export const vpcId = vpc.vpcId;
