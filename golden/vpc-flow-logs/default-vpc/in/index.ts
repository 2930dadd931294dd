import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();
const commonTags = { Project: "sandbox", Stack: stack };

// Everything runs in the VPC that the account came with
const vpc = new aws.ec2.DefaultVpc(`default-${stack}`, { tags: commonTags });

const web = new aws.ec2.SecurityGroup(`web-${stack}`, {
  vpcId: vpc.id,
  description: "HTTPS from anywhere",
  ingress: [
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
  ],
  tags: commonTags,
});

export const vpcId = vpc.id;
export const webGroupId = web.id;
