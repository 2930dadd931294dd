import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

const project = pulumi.getProject();
const tags = { Project: project, Stack: pulumi.getStack() };

const vpc = new awsx.ec2.Vpc(`${project}-vpc`, {
  cidrBlock: "10.90.0.0/16",
  numberOfAvailabilityZones: 3,
  natGateways: { strategy: awsx.ec2.NatGatewayStrategy.Single },
  tags,
});

export const vpcId = vpc.vpcId;
export const subnetIds = vpc.privateSubnetIds;
