import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();

const vpc = new aws.ec2.Vpc("payments", { cidrBlock: "10.0.0.0/16" });

const albSg = new aws.ec2.SecurityGroup(`payments-alb-sg-${stack}`, {
    vpcId: vpc.id,
    ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0", "10.8.0.0/16"], ipv6CidrBlocks: ["::/0"] },
        { protocol: "-1", fromPort: 0, toPort: 0, securityGroups: [ecsSg.id] }, // answers of the tasks
    ],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

const ecsSg = new aws.ec2.SecurityGroup(`payments-ecs-sg-${stack}`, {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [albSg.id] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

const dbSg = new aws.ec2.SecurityGroup(`payments-db-sg-${stack}`, { vpcId: vpc.id });

new aws.ec2.SecurityGroupRule(`payments-db-from-ecs-${stack}`, {
    type: "ingress",
    securityGroupId: dbSg.id,
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    sourceSecurityGroupId: ecsSg.id,
});

export const groups = [albSg.id, ecsSg.id, dbSg.id];
