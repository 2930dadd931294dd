import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ShopStackArgs {
  environmentSuffix: string;
  adminCidr: string;
  publicKey: string;
}

export class ShopStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly bastionId: pulumi.Output<string>;
  public readonly keyName: pulumi.Output<string>;

  constructor(
    name: string,
    args: ShopStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Stack', name, {}, opts);

    const { environmentSuffix } = args;
    const tags = { Project: 'shop', Environment: environmentSuffix };
    const azs = ['us-east-1a', 'us-east-1b'];

    // Keys
    const logsKey = new aws.kms.Key(
      `shop-logs-key-${environmentSuffix}`,
      {
        description: 'Encrypts logs',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::123456789012:root' },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'logs.us-east-1.amazonaws.com' },
              Action: ['kms:Encrypt*', 'kms:Decrypt*'],
              Resource: '*',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    // Network
    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        tags: { ...tags, Name: `shop-vpc-${environmentSuffix}` },
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

    new aws.ec2.VpcEndpoint(
      `shop-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: privateSubnets.map(subnet => subnet.id),
        tags: { ...tags, Name: `shop-s3-endpoint-${environmentSuffix}` },
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
      { retentionInDays: 90, kmsKeyId: logsKey.arn, tags },
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
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
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

    const flowLogBucket = new aws.s3.BucketV2(
      `shop-warehouse-flow-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-warehouse-flow-log-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: flowLogBucket.arn,
        tags,
      },
      { parent: this }
    );

    // Who may come in
    const bastionSecurityGroup = new aws.ec2.SecurityGroup(
      `shop-bastion-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Bastion',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrBlocks: [args.adminCidr],
          },
        ],
        egress: [
          {
            protocol: '-1',
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    // The bastion
    const keyPair = new aws.ec2.KeyPair(
      `shop-bastion-key-${environmentSuffix}`,
      { publicKey: args.publicKey, tags },
      { parent: this }
    );

    const ami = aws.ec2.getAmiOutput({
      mostRecent: true,
      owners: ['amazon'],
      filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] }],
    });

    const bastion = new aws.ec2.Instance(
      `shop-bastion-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 't3.micro',
        subnetId: publicSubnets[0].id,
        vpcSecurityGroupIds: [bastionSecurityGroup.id],
        keyName: keyPair.keyName,
        rootBlockDevice: { volumeSize: 8, encrypted: true },
        userData: `#!/bin/bash
yum update -y
sed -i 's/^#*PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
systemctl restart sshd
`,
        tags: { ...tags, Name: `shop-bastion-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [publicSubnets[0].id as any] }
    );

    // Workers of the warehouse
    const workers = new aws.ec2.LaunchTemplate(
      `shop-workers-${environmentSuffix}`,
      {
        imageId: ami.id,
        instanceType: 't3.small',
        tags,
      },
      { parent: this }
    );

    new aws.autoscaling.Group(
      `shop-workers-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 3,
        vpcZoneIdentifiers: [warehouseSubnet.id],
        launchTemplate: { id: workers.id, version: '$Latest' },
      },
      { parent: this }
    );

    // The application
    const assets = new aws.s3.BucketV2(
      `shop-assets-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const repository = new aws.ecr.Repository(
      `shop-app-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const appLogs = new aws.cloudwatch.LogGroup(
      `shop-app-logs-${environmentSuffix}`,
      { retentionInDays: 30, kmsKeyId: logsKey.arn, tags },
      { parent: this }
    );

    const executionRole = new aws.iam.Role(
      `shop-execution-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-execution-policy-${environmentSuffix}`,
      {
        role: executionRole.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'ecr:GetAuthorizationToken',
                'ecr:BatchGetImage',
                'ecr:GetDownloadUrlForLayer',
              ],
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this }
    );

    const cluster = new aws.ecs.Cluster(
      `shop-cluster-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const task = new aws.ecs.TaskDefinition(
      `shop-task-${environmentSuffix}`,
      {
        family: `shop-${environmentSuffix}`,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        executionRoleArn: executionRole.arn,
        containerDefinitions: pulumi
          .all([repository.repositoryUrl, appLogs.name, assets.bucket])
          .apply(([image, group, bucket]) =>
            JSON.stringify([
              {
                name: 'app',
                image: `${image}:1.4.2`,
                environment: [{ name: 'ASSETS', value: bucket }],
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': group,
                    'awslogs-region': 'us-east-1',
                    'awslogs-stream-prefix': 'app',
                  },
                },
              },
            ])
          ),
        tags,
      },
      { parent: this }
    );

    // Who may talk to whom
    const albSecurityGroup: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(
      `shop-alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Load balancer',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        egress: [
          {
            protocol: 'tcp',
            fromPort: 8080,
            toPort: 8080,
            securityGroups: [appSecurityGroup.id],
          },
        ],
        tags,
      },
      { parent: this }
    );

    const appSecurityGroup: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(
      `shop-app-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Application',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 8080,
            toPort: 8080,
            securityGroups: [albSecurityGroup.id],
          },
        ],
        egress: [
          {
            protocol: '-1',
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    new aws.ecs.Service(
      `shop-service-${environmentSuffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: task.arn,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: privateSubnets.map(subnet => subnet.id),
          securityGroups: [appSecurityGroup.id],
        },
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.bastionId = bastion.id;
    this.keyName = keyPair.keyName;

    this.registerOutputs({
      vpcId: this.vpcId,
      bastionId: this.bastionId,
      keyName: this.keyName,
    });
  }
}
