"use strict";

const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { LaunchTemplate } = require("@pulumi/aws/ec2");

const config = new pulumi.Config();
const size = config.get("size") || "t3.micro";

const ami = aws.ec2
  .getAmi({
    mostRecent: true,
    owners: ["amazon"],
    filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
  })
  .then((found) => found.id);

const group = new aws.ec2.SecurityGroup("status", {
  description: "Status page",
  ingress: [
    {
      description: "HTTPS",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

const server = new aws.ec2.Instance("status", {
  ami,
  instanceType: size,
  vpcSecurityGroupIds: [group.id],
  metadataOptions: {
    httpEndpoint: "enabled",
    httpTokens: "required",
    httpPutResponseHopLimit: 1,
  },
  tags: { Name: "status", [config.require("ownerTag")]: "web" },
});

const spare = new LaunchTemplate("spare", {
  imageId: ami,
  instanceType: size,
  vpcSecurityGroupIds: [group.id], // same rules as the live one
  metadataOptions: {
    httpEndpoint: "enabled",
    httpTokens: "required",
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: "enabled",
  },
});

module.exports = { address: server.publicIp, spareId: spare.id };
