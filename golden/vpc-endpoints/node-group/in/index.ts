import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("eks-vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true });
const igw = new aws.ec2.InternetGateway("eks-igw", { vpcId: vpc.id });
const pub = new aws.ec2.Subnet("eks-public", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
const eip = new aws.ec2.Eip("nat", { domain: "vpc" });
const nat = new aws.ec2.NatGateway("nat", { allocationId: eip.id, subnetId: pub.id });
const privA = new aws.ec2.Subnet("eks-private-a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", availabilityZone: "us-west-2a" });
const privB = new aws.ec2.Subnet("eks-private-b", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24", availabilityZone: "us-west-2b" });
const pubRt = new aws.ec2.RouteTable("pub", { vpcId: vpc.id });
new aws.ec2.Route("pub", { routeTableId: pubRt.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: igw.id });
new aws.ec2.RouteTableAssociation("pub", { subnetId: pub.id, routeTableId: pubRt.id });
const privRt = new aws.ec2.RouteTable("priv", { vpcId: vpc.id });
new aws.ec2.Route("priv", { routeTableId: privRt.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
[privA, privB].forEach((s, i) => {
  new aws.ec2.RouteTableAssociation(`priv-${i}`, { subnetId: s.id, routeTableId: privRt.id });
});

const nodeRole = new aws.iam.Role("node", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
const policies = [
  "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
  "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
];
policies.forEach((policyArn, i) => new aws.iam.RolePolicyAttachment(`node-${i}`, { role: nodeRole, policyArn }));
const clusterRole = new aws.iam.Role("cluster", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "eks.amazonaws.com" }) });
const cluster = new aws.eks.Cluster("eks", { roleArn: clusterRole.arn, vpcConfig: { subnetIds: [privA.id, privB.id] } });
new aws.eks.NodeGroup("ng", {
  clusterName: cluster.name,
  nodeRoleArn: nodeRole.arn,
  subnetIds: [privA.id, privB.id],
  scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 3 },
});
