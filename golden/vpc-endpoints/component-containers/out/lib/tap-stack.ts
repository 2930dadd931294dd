import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class TapStack extends pulumi.ComponentResource {
  public readonly serviceName: pulumi.Output<string>;

  constructor(
    name: string,
    args: TapStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:TapStack', name, {}, opts);

    const region = aws.getRegionOutput({}, { parent: this });

    const { environmentSuffix, tags } = args;

    // VPC with three public and three private subnets
    const vpc = new aws.ec2.Vpc(
      `payment-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { ...tags, Name: `payment-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const igw = new aws.ec2.InternetGateway(
      `payment-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `payment-igw-${environmentSuffix}` },
      },
      { parent: this }
    );

    const azs = aws.getAvailabilityZonesOutput({ state: 'available' });

    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];

    for (let i = 0; i < 3; i++) {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `payment-public-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: azs.names[i],
            mapPublicIpOnLaunch: true,
            tags: { ...tags, Name: `payment-public-${i}` },
          },
          { parent: this }
        )
      );

      privateSubnets.push(
        new aws.ec2.Subnet(
          `payment-private-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i + 10}.0/24`,
            availabilityZone: azs.names[i],
            tags: { ...tags, Name: `payment-private-${i}` },
          },
          { parent: this }
        )
      );
    }

    // Routing
    const publicRouteTable = new aws.ec2.RouteTable(
      `payment-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }],
        tags: { ...tags, Name: `payment-public-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `payment-public-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: publicRouteTable.id },
        { parent: this }
      );
    });

    const privateRouteTable = new aws.ec2.RouteTable(
      `payment-private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `payment-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `payment-private-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: privateRouteTable.id },
        { parent: this }
      );
    });

    new aws.ec2.VpcEndpoint(
      `payment-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        tags: { ...tags, Name: `payment-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
      `payment-endpoint-sg-${environmentSuffix}`,
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
        tags: { ...tags, Name: `payment-endpoint-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `payment-ecr-api-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.api`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        tags: {
          ...tags,
          Name: `payment-ecr-api-endpoint-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `payment-ecr-dkr-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.ecr.dkr`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        tags: {
          ...tags,
          Name: `payment-ecr-dkr-endpoint-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `payment-logs-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.logs`,
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        tags: { ...tags, Name: `payment-logs-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Images and logs of the service
    const repository = new aws.ecr.Repository(
      `payment-app-${environmentSuffix}`,
      { imageScanningConfiguration: { scanOnPush: true }, tags },
      { parent: this }
    );

    const logGroup = new aws.cloudwatch.LogGroup(
      `payment-logs-${environmentSuffix}`,
      { retentionInDays: 365, tags },
      { parent: this }
    );

    const executionRole = new aws.iam.Role(
      `payment-execution-role-${environmentSuffix}`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: 'ecs-tasks.amazonaws.com',
        }),
        managedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
        ],
        tags,
      },
      { parent: this }
    );

    const cluster = new aws.ecs.Cluster(
      `payment-cluster-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const serviceSecurityGroup = new aws.ec2.SecurityGroup(
      `payment-ecs-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Payment service',
        egress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    const taskDefinition = new aws.ecs.TaskDefinition(
      `payment-task-${environmentSuffix}`,
      {
        family: `payment-app-${environmentSuffix}`,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '512',
        memory: '1024',
        executionRoleArn: executionRole.arn,
        containerDefinitions: pulumi
          .all([repository.repositoryUrl, logGroup.name])
          .apply(([repositoryUrl, logGroupName]) =>
            JSON.stringify([
              {
                name: 'payment-app',
                image: `${repositoryUrl}:latest`,
                essential: true,
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': logGroupName,
                    'awslogs-region': 'eu-west-1',
                    'awslogs-stream-prefix': 'payment',
                  },
                },
              },
            ])
          ),
        tags,
      },
      { parent: this }
    );

    const service = new aws.ecs.Service(
      `payment-service-${environmentSuffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: taskDefinition.arn,
        desiredCount: 3,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: privateSubnets.map(subnet => subnet.id),
          securityGroups: [serviceSecurityGroup.id],
          assignPublicIp: false,
        },
        tags,
      },
      { parent: this }
    );

    this.serviceName = service.name;

    this.registerOutputs({ serviceName: this.serviceName });
  }
}
