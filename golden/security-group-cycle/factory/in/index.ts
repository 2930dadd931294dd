import { SecurityGroup, Vpc } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
const tags = { Project: "x" };
const vpc = new Vpc("v", { cidrBlock: "10.0.0.0/16" });
const createGroups = (env: string, ports: number[]) => {
  const lb: SecurityGroup = new SecurityGroup(`lb-${env}`, {
    vpcId: vpc.id, tags,
    ingress: [
      { protocol: "tcp", fromPort: ports[0], toPort: ports[0], cidrBlocks: ["0.0.0.0/0"], description: `HTTP in ${env}` },
      { protocol: "tcp", fromPort: ports[1]!, toPort: ports[1]!, cidrBlocks: ["0.0.0.0/0"], description: `HTTPS in ${env}` },
      { protocol: "tcp", fromPort: 1024, toPort: 65535, securityGroups: [app.id], description: "return traffic" },
    ],
  });
  const app: SecurityGroup = new SecurityGroup(`app-${env}`, {
    vpcId: vpc.id, tags,
    ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [lb.id] }],
  });
  return { lb, app };
};
export const dev = createGroups("dev", [80, 443]).app.id;
export const prod = createGroups("prod", [80, 443]).app.id;
