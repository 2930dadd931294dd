import { ec2 } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const stack = pulumi.getStack();

const vpc = new ec2.Vpc(`${stack}-vpc`, { cidrBlock: '10.1.0.0/16' });

const appSubnet = new ec2.Subnet(`${stack}-private-a`, {
  vpcId: vpc.id,
  cidrBlock: '10.1.1.0/24',
});

const dbSubnet = new ec2.Subnet(`${stack}-private-b`, {
  vpcId: vpc.id,
  cidrBlock: '10.1.2.0/24',
});

// Orders are kept in DynamoDB
const endpointArgs: ec2.VpcEndpointArgs = {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.us-east-1.dynamodb',
};
endpointArgs.routeTableIds = [appSubnet.id, dbSubnet.id];

const dynamo = new ec2.VpcEndpoint(`${stack}-dynamodb`, endpointArgs);

export const endpointId = dynamo.id;
