"use strict";
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

const env = new pulumi.Config().require("env");
const region = aws.config.region;

const vpc = new aws.ec2.Vpc(`warehouse-vpc-${env}`, {
  cidrBlock: "192.168.0.0/16",
  tags: { Name: `warehouse-vpc-${env}` },
});

const [subnetA, subnetB] = [
  ["a", "192.168.0.0/20"],
  ["b", "192.168.16.0/20"],
].map(
  ([zone, cidrBlock]) =>
    new aws.ec2.Subnet(`warehouse-${zone}-${env}`, {
      vpcId: vpc.id,
      cidrBlock,
      availabilityZone: `${region}${zone}`,
      tags: { Name: `warehouse-${zone}-${env}`, Tier: "private" },
    }),
);

const privateTableA = new aws.ec2.RouteTable(`warehouse-rt-a-${env}`, {
  vpcId: vpc.id,
  tags: { Name: `warehouse-rt-a-${env}`, Tier: "private" },
});

const privateTableB = new aws.ec2.RouteTable(`warehouse-rt-b-${env}`, {
  vpcId: vpc.id,
  tags: { Name: `warehouse-rt-b-${env}`, Tier: "private" },
});

new aws.ec2.RouteTableAssociation(`warehouse-a-${env}`, {
  subnetId: subnetA.id,
  routeTableId: privateTableA.id,
});

new aws.ec2.RouteTableAssociation(`warehouse-b-${env}`, {
  subnetId: subnetB.id,
  routeTableId: privateTableB.id,
});

const s3Endpoint = new aws.ec2.VpcEndpoint(`warehouse-s3-${env}`, {
  vpcId: vpc.id,
  serviceName: `com.amazonaws.${region}.s3`,
  vpcEndpointType: "Gateway",
  routeTableIds: [privateTableA.id, privateTableB.id],
  tags: { Name: `warehouse-s3-${env}` },
});

const bucket = new aws.s3.BucketV2(`warehouse-events-${env}`, {
  tags: { Name: `warehouse-events-${env}` },
});

const workgroup = new aws.athena.Workgroup(`warehouse-${env}`, {
  configuration: {
    resultConfiguration: {
      outputLocation: pulumi.interpolate`s3://${bucket.bucket}/results/`,
    },
  },
});

exports.vpcId = vpc.id;
exports.bucket = bucket.bucket;
exports.workgroup = workgroup.name;
exports.s3EndpointId = s3Endpoint.id;
