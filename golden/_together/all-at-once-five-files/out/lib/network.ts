import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  logsKeyArn: pulumi.Input<string>;
}

export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly publicSubnets: aws.ec2.Subnet[];
  public readonly privateSubnets: aws.ec2.Subnet[];
  public readonly warehouseSubnet: aws.ec2.Subnet;

  constructor(
    name: string,
    args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Network', name, {}, opts);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const { environmentSuffix, tags, logsKeyArn } = args;

    const azs = ['us-east-1a', 'us-east-1b'];

    // Network
    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
        tags: { ...tags, Name: `shop-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Flow logs of the VPC
    const vpcFlowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-vpc-flow-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        tags: { ...tags, Name: `shop-vpc-flow-logs-${environmentSuffix}` },
      },
      { parent: this }
    );

    const vpcFlowLogRole = new aws.iam.Role(
      `shop-vpc-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags: { ...tags, Name: `shop-vpc-flow-log-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-vpc-flow-log-policy-${environmentSuffix}`,
      {
        role: vpcFlowLogRole.id,
        policy: vpcFlowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: vpcFlowLogGroup.arn,
        iamRoleArn: vpcFlowLogRole.arn,
        tags: { ...tags, Name: `shop-vpc-flow-log-${environmentSuffix}` },
      },
      { parent: this }
    );

    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    azs.forEach((az, i) => {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `shop-public-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags: {
              ...tags,
              Name: `shop-public-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
      privateSubnets.push(
        new aws.ec2.Subnet(
          `shop-private-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i + 10}.0/24`,
            availabilityZone: az,
            tags: {
              ...tags,
              Name: `shop-private-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
    });

    // Internet gateway
    const internetGateway = new aws.ec2.InternetGateway(
      `shop-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-igw-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Route table of the public subnets
    const publicRouteTable = new aws.ec2.RouteTable(
      `shop-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-public-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-public-route-${environmentSuffix}`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: internetGateway.id,
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-public-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
        },
        { parent: this }
      );
    });

    // NAT gateway of the private subnets
    const natEip = new aws.ec2.Eip(
      `shop-nat-eip-${environmentSuffix}`,
      {
        domain: 'vpc',
        tags: { ...tags, Name: `shop-nat-eip-${environmentSuffix}` },
      },
      { parent: this }
    );

    const natGateway = new aws.ec2.NatGateway(
      `shop-nat-${environmentSuffix}`,
      {
        allocationId: natEip.id,
        subnetId: publicSubnets[0].id,
        tags: { ...tags, Name: `shop-nat-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [internetGateway] }
    );

    // Route table of the private subnets
    const privateRouteTable = new aws.ec2.RouteTable(
      `shop-private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-private-route-${environmentSuffix}`,
      {
        routeTableId: privateRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGateway.id,
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-private-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    new aws.ec2.VpcEndpoint(
      `shop-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AccountPrincipals',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
            {
              Sid: 'EcrImageLayers',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-us-east-1/*',
                'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*',
              ],
            },
          ],
        }),
        tags: { ...tags, Name: `shop-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Security group of the interface endpoints
    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
      `shop-endpoint-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'HTTPS to the interface endpoints',
        ingress: [
          {
            description: 'HTTPS from the VPC',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: [vpc.cidrBlock],
          },
        ],
        tags: { ...tags, Name: `shop-endpoint-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Interface endpoints of ECR
    new aws.ec2.VpcEndpoint(
      `shop-ecr-api-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.ecr.api',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'ecr:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-ecr-api-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `shop-ecr-dkr-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.ecr.dkr',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'ecr:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-ecr-dkr-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Interface endpoint of CloudWatch Logs
    new aws.ec2.VpcEndpoint(
      `shop-logs-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.logs',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'logs:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-logs-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // The network of the offices
    const officeVpc = new aws.ec2.Vpc(
      `shop-office-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.2.0.0/16',
        tags: { ...tags, Name: `shop-office-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Logs of that network
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-office-flow-${environmentSuffix}`,
      { retentionInDays: 90, kmsKeyId: logsKeyArn, tags },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `shop-flow-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-flow-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'logs:CreateLogStream',
                'logs:DescribeLogStreams',
                'logs:PutLogEvents',
              ],
              Resource: pulumi.interpolate`${flowLogGroup.arn}:*`,
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-office-flow-log-${environmentSuffix}`,
      {
        vpcId: officeVpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    // The network of the warehouse
    const warehouseVpc = new aws.ec2.Vpc(
      `shop-warehouse-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.1.0.0/16',
        tags: { ...tags, Name: `shop-warehouse-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseSubnet = new aws.ec2.Subnet(
      `shop-warehouse-isolated-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        cidrBlock: '10.1.1.0/24',
        tags: { ...tags, Name: `shop-warehouse-isolated-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseTable = new aws.ec2.RouteTable(
      `shop-warehouse-isolated-rt-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        tags: {
          ...tags,
          Name: `shop-warehouse-isolated-rt-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    new aws.ec2.RouteTableAssociation(
      `shop-warehouse-isolated-rta-${environmentSuffix}`,
      {
        subnetId: warehouseSubnet.id,
        routeTableId: warehouseTable.id,
      },
      { parent: this }
    );

    new aws.s3.BucketV2(
      `shop-warehouse-flow-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    // Log group and role of the flow log
    const warehouseFlowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-warehouse-flow-log-group-${environmentSuffix}`,
      {
        retentionInDays: 365,
        tags,
      },
      { parent: this }
    );

    const warehouseFlowLogRole = new aws.iam.Role(
      `shop-warehouse-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-warehouse-flow-log-policy-${environmentSuffix}`,
      {
        role: warehouseFlowLogRole.id,
        policy: warehouseFlowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-warehouse-flow-log-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: warehouseFlowLogGroup.arn,
        iamRoleArn: warehouseFlowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.publicSubnets = publicSubnets;
    this.privateSubnets = privateSubnets;
    this.warehouseSubnet = warehouseSubnet;

    this.registerOutputs({
      vpcId: this.vpcId,
      warehouseSubnet: this.warehouseSubnet,
    });
  }
}
