import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const identity = aws.getCallerIdentityOutput();

const vpc = new aws.ec2.Vpc('gateway', { cidrBlock: '10.1.0.0/16' });
const region = aws.getRegionOutput();

const sessions = ['ssm', 'ssmmessages', 'ec2messages'];
for (let i = 0; i < sessions.length; i++) {
  new aws.ec2.VpcEndpoint(`session-${i}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.eu-west-1.${sessions[i]}`,
    vpcEndpointType: 'Interface',
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: `${sessions[i]}:*`,
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

if (new pulumi.Config().getBoolean('audited')) {
  new aws.ec2.VpcEndpoint('trail', {
    vpcId: vpc.id,
    serviceName: pulumi.concat(
      'com.amazonaws.',
      region.name,
      '.cloudtrail'
    ),
    vpcEndpointType: 'Interface',
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'cloudtrail:*',
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

// One caller so far
function endpointTo(service: string) {
  const identity = aws.getCallerIdentityOutput();

  return new aws.ec2.VpcEndpoint(`${service}-endpoint`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    vpcEndpointType: 'Interface',
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
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
      ],
    }),
  });
}

export const keys = endpointTo('kms').id;
