import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const vpc = new aws.ec2.Vpc('edge', { cidrBlock: '10.6.0.0/16' });

// A policy of its own
new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
    ],
  }),
});

// A policy beside it
const table = new aws.ec2.VpcEndpoint('dynamodb', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.dynamodb',
});
new aws.ec2.VpcEndpointPolicy('dynamodb', {
  vpcEndpointId: table.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' },
    ],
  }),
});

// Somebody else's service, and one of the program
new aws.ec2.VpcEndpoint('partner', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
  vpcEndpointType: 'Interface',
});
const offered = new aws.ec2.VpcEndpointService('offered', {
  acceptanceRequired: false,
  networkLoadBalancerArns: [new pulumi.Config().require('balancerArn')],
});
new aws.ec2.VpcEndpoint('own', {
  vpcId: vpc.id,
  serviceName: offered.serviceName,
  vpcEndpointType: 'Interface',
});

// Appliances behind a Gateway Load Balancer
new aws.ec2.VpcEndpoint('inspection', {
  vpcId: vpc.id,
  serviceName: new pulumi.Config().require('inspectionService'),
  vpcEndpointType: 'GatewayLoadBalancer',
});
