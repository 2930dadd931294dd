import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

function createKey(name: string): aws.ec2.KeyPair {
  const publicKey = config.require("publicKey");
  return new aws.ec2.KeyPair(name, { publicKey });
}

export = async () => {
  const key = createKey("ops");

  const template = new aws.ec2.LaunchTemplate("ops", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "t3.small",
    keyName: key.keyName,
  });

  return { templateId: template.id, keyName: key.keyName, key: key.id };
};
