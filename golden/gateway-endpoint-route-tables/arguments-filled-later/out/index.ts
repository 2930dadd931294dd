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
const privateRouteTable = new ec2.RouteTable(`${stack}-private-rt`, {
  vpcId: vpc.id,
});

new ec2.RouteTableAssociation(`${stack}-private-a-rta`, {
  subnetId: appSubnet.id,
  routeTableId: privateRouteTable.id,
});

new ec2.RouteTableAssociation(`${stack}-private-b-rta`, {
  subnetId: dbSubnet.id,
  routeTableId: privateRouteTable.id,
});

endpointArgs.routeTableIds = [privateRouteTable.id];

const dynamo = new ec2.VpcEndpoint(`${stack}-dynamodb`, endpointArgs);

export const endpointId = dynamo.id;
