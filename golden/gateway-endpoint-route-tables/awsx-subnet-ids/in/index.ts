import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const project = pulumi.getProject();
const stack = pulumi.getStack();
const tags = { Project: project, Stack: stack };

const vpc = new awsx.ec2.Vpc(`${project}-vpc`, {
  cidrBlock: config.get("cidr") ?? "10.90.0.0/16",
  numberOfAvailabilityZones: 3,
  natGateways: { strategy: awsx.ec2.NatGatewayStrategy.Single },
  tags,
});

const models = new aws.s3.BucketV2(`${project}-models`, {
  forceDestroy: true,
  tags,
});

const scores = new aws.dynamodb.Table(`${project}-scores`, {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "customer",
  attributes: [{ name: "customer", type: "S" }],
  tags,
});

// Models are large: keep them off the NAT gateway
const s3Endpoint = new aws.ec2.VpcEndpoint(`${project}-s3`, {
  vpcId: vpc.vpcId,
  serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.s3`,
  routeTableIds: vpc.privateSubnetIds,
  tags,
});

new aws.ec2.VpcEndpoint(`${project}-dynamodb`, {
  vpcId: vpc.vpcId,
  serviceName: pulumi.interpolate`com.amazonaws.${aws.config.region}.dynamodb`,
  vpcEndpointType: "Gateway",
  tags,
});

const cluster = new aws.ecs.Cluster(`${project}-cluster`, { tags });

const jobGroup = new aws.ec2.SecurityGroup(`${project}-jobs`, {
  vpcId: vpc.vpcId,
  description: "Scoring jobs",
  egress: [
    {
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
  tags,
});

export const clusterArn = cluster.arn;
export const subnetIds = vpc.privateSubnetIds;
export const securityGroupId = jobGroup.id;
export const modelBucket = models.bucket;
export const scoreTable = scores.name;
export const s3EndpointId = s3Endpoint.id;
export const endpointState = s3Endpoint.state.apply((state) =>
  state.toUpperCase(),
);
