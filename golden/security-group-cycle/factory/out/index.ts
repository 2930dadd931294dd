import { SecurityGroup, Vpc } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
const tags = { Project: "x" };
const vpc = new Vpc("v", { cidrBlock: "10.0.0.0/16" });
const createGroups = (env: string, ports: number[]) => {
  const lb: SecurityGroup = new SecurityGroup(`lb-${env}`, {
    vpcId: vpc.id, tags,
  });
  const app: SecurityGroup = new SecurityGroup(`app-${env}`, {
    vpcId: vpc.id, tags,
    ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [lb.id] }],
  });
  new SecurityGroupIngressRule(`lb-ingress-80-tcp-${env}`, {
    securityGroupId: lb.id,
    ipProtocol: "tcp",
    fromPort: ports[0],
    toPort: ports[0],
    cidrIpv4: "0.0.0.0/0",
    description: `HTTP in ${env}`,
  });
  new SecurityGroupIngressRule(`lb-ingress-443-tcp-${env}`, {
    securityGroupId: lb.id,
    ipProtocol: "tcp",
    fromPort: ports[1]!,
    toPort: ports[1]!,
    cidrIpv4: "0.0.0.0/0",
    description: `HTTPS in ${env}`,
  });
  new SecurityGroupIngressRule(`lb-ingress-1024-65535-tcp-${env}`, {
    securityGroupId: lb.id,
    ipProtocol: "tcp",
    fromPort: 1024,
    toPort: 65535,
    referencedSecurityGroupId: app.id,
    description: "return traffic",
  });
  return { lb, app };
};
export const dev = createGroups("dev", [80, 443]).app.id;
export const prod = createGroups("prod", [80, 443]).app.id;
