import * as aws from "@pulumi/aws";

const regions: aws.Region[] = ["us-east-1", "eu-west-1"];
const role = new aws.iam.Role("fn", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
new aws.iam.RolePolicy("fn", {
  role: role.id,
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:*", "logs:FilterLogEvents"], Resource: "*" }],
  },
});

for (const region of regions) {
  const provider = new aws.Provider(region, { region });
  const vpc = new aws.ec2.Vpc(`vpc-${region}`, {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
  }, { provider });
  const subnets = ["a", "b"].map(
    (az, i) =>
      new aws.ec2.Subnet(`private-${region}${az}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: `${region}${az}`,
      }, { provider }),
  );
  const privateRouteTable = new aws.ec2.RouteTable(`private-rt-${region}`, {
    vpcId: vpc.id,
  }, { provider });
  subnets.forEach((subnet, i) => {
    new aws.ec2.RouteTableAssociation(`private-${region}${i}-rta`, {
      subnetId: subnet.id,
      routeTableId: privateRouteTable.id,
    }, { provider });
  });
  new aws.ec2.VpcEndpoint(`s3-endpoint-${region}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [privateRouteTable.id],
  }, { provider });
  const endpointSecurityGroup = new aws.ec2.SecurityGroup(`endpoint-sg-${region}`, {
    vpcId: vpc.id,
    description: "HTTPS to the interface endpoints",
    ingress: [
      {
        description: "HTTPS from the VPC",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: [vpc.cidrBlock],
      },
    ],
  }, { provider });
  new aws.ec2.VpcEndpoint(`logs-endpoint-${region}`, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${region}.logs`,
    vpcEndpointType: "Interface",
    subnetIds: subnets.map((subnet) => subnet.id),
    securityGroupIds: [endpointSecurityGroup.id],
    privateDnsEnabled: true,
  }, { provider });
  new aws.lambda.Function(`fn-${region}`, {
    role: role.arn,
    runtime: "nodejs20.x",
    handler: "index.handler",
    vpcConfig: { subnetIds: subnets.map((s) => s.id), securityGroupIds: [] },
  }, { provider });
}
